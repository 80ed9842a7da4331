import type { AutomationConfig, ConfigPart } from "../../model/automation.ts";
import type { HabitCondition, HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { occurrenceOf } from "../../model/occurrence.ts";
import { AWAY_STATES, domainOf } from "../../model/state-change.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import type { ServiceCall } from "../services.ts";
import { toggledIn } from "../toggles.ts";
import { durationText, timeText, WEEKDAY_NAMES } from "../values.ts";
import { callsFor } from "./target-calls.ts";

export interface HabitForm {
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
}

/** The Home Assistant automation for a habit. Uses classic triggers, except for events and buttons. */
export function automationOf(
  { trigger, conditions }: HabitForm,
  targets: readonly HabitTarget[],
  words: { readonly alias: string; readonly description: string },
  levels: readonly UsualLevel[] = [],
): AutomationConfig {
  return {
    alias: words.alias,
    description: words.description,
    triggers: [triggerOf(trigger)],
    conditions: [...attributeConditionsOf(trigger), ...conditions.map(conditionOf)],
    actions: actionsOf(targets, levels),
    mode: "single",
  };
}

export function triggerOf(trigger: HabitTrigger): ConfigPart {
  switch (trigger.kind) {
    case "clock": {
      const at = timeText(trigger.timeOfDay);
      const weekday = weekdaysOf(trigger.weekdays);
      return weekday.length === 7 ? { trigger: "time", at } : { trigger: "time", at, weekday };
    }
    case "sun":
      return {
        trigger: "sun",
        event: trigger.event,
        ...(trigger.offset === 0 ? {} : { offset: durationText(trigger.offset) }),
      };
    case "state":
      return {
        trigger: "state",
        entity_id: oneOrList(trigger.entityIds),
        not_from: AWAY_STATES,
        to: trigger.state,
        ...holdOf(trigger),
      };
    case "numeric":
      return { trigger: "numeric_state", entity_id: trigger.entityId, ...boundsOf(trigger), ...holdOf(trigger) };
    case "event":
      return occurrenceTriggerOf(trigger.entityId, occurrenceOf(trigger.eventType).type);
  }
}

/**
 * A button's state is the instant of its last press, which comes from "unknown" if it is the first. `button.pressed` runs
 * for presses only, but Home Assistant 2026.7 ignores helper buttons in it (components/button/trigger.py).
 */
function occurrenceTriggerOf(entityId: string, type: string): ConfigPart {
  switch (domainOf(entityId)) {
    case "button":
      return { trigger: "button.pressed", target: { entity_id: entityId } };
    case "input_button":
      return { trigger: "state", entity_id: entityId, not_from: ["unavailable"], not_to: AWAY_STATES };
    default:
      return { trigger: "event.received", target: { entity_id: entityId }, options: { event_type: [type] } };
  }
}

/**
 * Which button it was. Home Assistant has no trigger for an attribute that stays the same: a state trigger with
 * `attribute` does not fire on the second press of one button.
 */
function attributeConditionsOf(trigger: HabitTrigger): readonly ConfigPart[] {
  if (trigger.kind !== "event") return [];
  return occurrenceOf(trigger.eventType).attributes.map(([attribute, value]) => ({
    condition: "state",
    entity_id: trigger.entityId,
    attribute,
    state: anyTypeOf(value),
  }));
}

/** Home Assistant compares an attribute with its type (helpers/condition, state): the number 1 is not the text "1". */
const anyTypeOf = (value: string): string | readonly (string | number)[] =>
  /^-?\d+(\.\d+)?$/.test(value) ? [value, Number(value)] : value;

export function conditionOf(condition: HabitCondition): ConfigPart {
  switch (condition.kind) {
    case "hours":
      return { condition: "time", after: timeText(condition.after), before: timeText(condition.before) };
    case "days":
      return { condition: "time", weekday: weekdaysOf(condition.weekdays) };
    case "sun":
      return condition.isDark
        ? { condition: "sun", after: "sunset", before: "sunrise" }
        : { condition: "sun", after: "sunrise", before: "sunset" };
    case "state":
      return {
        condition: "state",
        entity_id: oneOrList(condition.entityIds),
        state: condition.state,
        ...(condition.match === "any" ? { match: "any" } : {}),
        ...holdOf(condition),
      };
    case "recent": {
      const { entityId, state, within } = condition;
      const isInState = { condition: "state", entity_id: entityId, state };
      const isInStateForLong = { ...isInState, for: durationText(within) };
      return {
        condition: "and",
        conditions: [isInState, { condition: "not", conditions: [isInStateForLong] }],
      };
    }
    case "numeric":
      return { condition: "numeric_state", entity_id: condition.entityId, ...boundsOf(condition) };
  }
}

const weekdaysOf = (weekdays: readonly number[]): readonly (string | undefined)[] =>
  weekdays.map((day) => WEEKDAY_NAMES[day]);

const oneOrList = (entityIds: readonly string[]): string | readonly string[] =>
  entityIds.length === 1 ? entityIds[0]! : entityIds;

const holdOf = ({ hold }: { readonly hold: number }): ConfigPart => (hold === 0 ? {} : { for: durationText(hold) });

function boundsOf({ above, below }: { readonly above: number | null; readonly below: number | null }): ConfigPart {
  return { ...(above === null ? {} : { above }), ...(below === null ? {} : { below }) };
}

const toggleOf = (entityId: string): ServiceCall => ({ action: `${domainOf(entityId)}.toggle` });

/** Groups the entities that get the same call into one action. */
function actionsOf(targets: readonly HabitTarget[], levels: readonly UsualLevel[]): readonly ConfigPart[] {
  const toggled = toggledIn(targets);
  const calls = [
    ...[...toggled].map((entityId) => ({ service: toggleOf(entityId), entityId })),
    ...targets
      .filter(({ entityId }) => !toggled.has(entityId))
      .flatMap(({ entityId, state }) => callsFor(entityId, state, levels).map((service) => ({ service, entityId }))),
  ];
  return [...Map.groupBy(calls, ({ service }) => JSON.stringify(service)).values()].map((same) => {
    const { action, data } = same[0]!.service;
    return {
      action,
      target: { entity_id: same.map(({ entityId }) => entityId) },
      ...(data === undefined ? {} : { data }),
    };
  });
}
