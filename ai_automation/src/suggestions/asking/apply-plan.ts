import { withLevel, withNotice, withoutTarget, withoutTemplates, withTarget } from "../../automation/edit/actions.ts";
import * as conditions from "../../automation/edit/conditions.ts";
import { shifted, withHold, withTrigger } from "../../automation/edit/trigger.ts";
import { EVERY_DAY } from "../../automation/habit-of-plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { conditionOf, triggerOf } from "../../automation/write/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { parseTimeOfDay } from "../../model/clock.ts";
import { notPossible } from "../../model/errors.ts";
import type { HabitCondition, HabitTrigger } from "../../model/habit.ts";
import type { Entity } from "../../model/home.ts";
import { MINUTE } from "../../model/time.ts";
import type { ChangeOf, ChangePlan, PlannedChange } from "./plan/change-plan.ts";

/** The entities and people that a plan can refer to. */
export interface PlanScope {
  /** Undefined for names that were not sent to the model. */
  readonly entityOf: (shortName: string) => Entity | undefined;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly personIds: readonly string[];
}

/**
 * Applies a plan to an automation in a fixed order, whatever order the model chose: removals, trigger, conditions, actions.
 * @throws AppError not_understood, naming what cannot be done
 */
export function applyPlan(config: AutomationConfig, plan: ChangePlan, scope: PlanScope): AutomationConfig {
  const changes = plan.changes.toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
  const triggers = changes.filter(({ change }) => TRIGGER_CHANGES.has(change));
  if (triggers.length > 1)
    throw notPossible("one_trigger_only", "An automation can only have one trigger here; make two automations of it.");
  return changes.reduce((edited, change) => applyChange(edited, change, scope), config);
}

const ORDER: readonly PlannedChange["change"][] = [
  ...(["drop", "drop_thing", "at", "sun", "when", "when_number", "when_household", "shift", "for", "days"] as const),
  ...(["hours", "light", "only_if", "only_if_number", "only_if_household"] as const),
  ...(["act", "spare", "level", "tell", "name"] as const),
];

const TRIGGER_CHANGES: ReadonlySet<string> = new Set(["at", "sun", "when", "when_number", "when_household"]);

function applyChange(config: AutomationConfig, change: PlannedChange, scope: PlanScope): AutomationConfig {
  const entity = (shortName: string): Entity => {
    const found = scope.entityOf(shortName);
    if (found === undefined)
      throw notPossible("unknown_device", "The answer refers to a device that is not in your home.");
    return found;
  };
  switch (change.change) {
    case "at":
      return triggeredBy(config, { kind: "clock", timeOfDay: timeOf(change.time), weekdays: EVERY_DAY });
    case "sun":
      return triggeredBy(config, { kind: "sun", event: change.event, offset: change.minutes * MINUTE });
    case "when": {
      const { entityId } = entity(change.thing);
      const state = stateOf(entityId, change);
      return triggeredBy(config, { kind: "state", entityIds: [entityId], state, hold: change.minutes * MINUTE });
    }
    case "when_number": {
      const { entityId } = entity(change.thing);
      return triggeredBy(config, { kind: "numeric", entityId, ...boundsOf(change), hold: change.minutes * MINUTE });
    }
    case "when_household":
      return triggeredByHousehold(config, change, scope);
    case "shift":
      return shifted(config, change.minutes);
    case "for":
      return withHold(config, change.minutes);
    case "days":
      return conditions.withDays(config, change.days);
    case "hours": {
      const [after, before] = [timeOf(change.after), timeOf(change.before)];
      return onlyIf(conditions.withoutHours(config), { kind: "hours", after, before });
    }
    case "light":
      return onlyIf(conditions.withoutLight(config), { kind: "sun", isDark: change.only === "dark" });
    case "only_if": {
      const { entityId } = entity(change.thing);
      const state = stateOf(entityId, change);
      return onlyIf(conditions.withoutEntity(config, entityId), {
        kind: "state",
        entityIds: [entityId],
        state,
        hold: 0,
      });
    }
    case "only_if_number": {
      const { entityId } = entity(change.thing);
      return onlyIf(conditions.withoutEntity(config, entityId), { kind: "numeric", entityId, ...boundsOf(change) });
    }
    case "only_if_household":
      return onlyIfHousehold(config, change, scope);
    case "drop":
      return DROPS[change.what](config);
    case "drop_thing":
      return conditions.withoutEntity(config, entity(change.thing).entityId);
    case "act":
      return withTarget(config, entity(change.thing), change.state);
    case "spare":
      return withoutActionOn(config, entity(change.thing));
    case "level":
      return withLevel(config, change.thing === null ? targetsIn(config, scope) : [entity(change.thing)], change);
    case "tell":
      return withNotice(config);
    case "name":
      return { ...config, alias: withoutTemplates(change.text) };
  }
}

const triggeredBy = (config: AutomationConfig, trigger: HabitTrigger): AutomationConfig =>
  withTrigger(config, triggerOf(trigger));

const onlyIf = (config: AutomationConfig, condition: HabitCondition): AutomationConfig =>
  conditions.withCondition(config, conditionOf(condition));

const timeOf = (text: string): number => parseTimeOfDay(text) ?? NaN;

const DROPS: Readonly<Record<ChangeOf<"drop">["what"], (config: AutomationConfig) => AutomationConfig>> = {
  days: conditions.withoutDays,
  hours: conditions.withoutHours,
  light: conditions.withoutLight,
  household: conditions.withoutHousehold,
  for: (config) => withHold(config, 0),
  all: conditions.withoutAll,
};

function triggeredByHousehold(
  config: AutomationConfig,
  { event }: ChangeOf<"when_household">,
  { personIds }: PlanScope,
): AutomationConfig {
  const everyone = { kind: "state", entityIds: household(personIds), hold: 0 } as const;
  if (event === "somebody_comes") return triggeredBy(config, { ...everyone, state: "home" });
  const triggered = triggeredBy(config, { ...everyone, state: "not_home" });
  return onlyIf(conditions.withoutHousehold(triggered), { ...everyone, state: "not_home" });
}

function onlyIfHousehold(
  config: AutomationConfig,
  { state }: ChangeOf<"only_if_household">,
  { personIds }: PlanScope,
): AutomationConfig {
  const entity_id = household(personIds);
  const isAny = state === "somebody_home" && entity_id.length > 1;
  return conditions.withCondition(conditions.withoutHousehold(config), {
    condition: "state",
    entity_id,
    state: state === "nobody_home" ? "not_home" : "home",
    ...(isAny ? { match: "any" } : {}),
  });
}

function household(personIds: readonly string[]): readonly string[] {
  if (personIds.length > 0) return personIds;
  throw notPossible("no_person", "Home Assistant has no person yet; add one under Settings > People.");
}

function withoutActionOn(config: AutomationConfig, { entityId, name }: Entity): AutomationConfig {
  const left = withoutTarget(config, entityId);
  if (left.actions.length === config.actions.length && JSON.stringify(left) === JSON.stringify(config))
    throw notPossible("nothing_with", `The automation does nothing with ${name}.`, { name });
  if (left.actions.length === 0)
    throw notPossible("would_do_nothing", `Without ${name} the automation would do nothing; reject it instead.`, {
      name,
    });
  return left;
}

const targetsIn = (config: AutomationConfig, { entities }: PlanScope): readonly Entity[] =>
  parseAutomation(config).effects.flatMap(({ entityId }) => entities.get(entityId) ?? []);

/** Models call a door "open"; in Home Assistant its binary sensor is "on". */
const SENSOR_WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["open", "opened", "detected", "motion", "occupied", "wet", "true"].map((word) => [word, "on"]),
  ),
  ...Object.fromEntries(["closed", "clear", "empty", "dry", "false"].map((word) => [word, "off"])),
};

function stateOf(entityId: string, { state }: { readonly state: string }): string {
  const plain = withoutTemplates(state);
  return entityId.startsWith("binary_sensor.") ? (SENSOR_WORDS[plain.toLowerCase()] ?? plain) : plain;
}

function boundsOf({ above, below }: { readonly above: number | null; readonly below: number | null }) {
  if (above === null && below === null)
    throw notPossible("bound_missing", "Say above or below which value it should be.");
  return { above, below };
}
