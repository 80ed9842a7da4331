import type { TriggerPlan } from "../../../automation/plan.ts";
import { parseAutomation } from "../../../automation/read/automation.ts";
import { mayActOn } from "../../../automation/risk.ts";
import { WEEKDAY_NAMES } from "../../../automation/values.ts";
import type { AutomationConfig } from "../../../model/automation.ts";
import { formatTimeOfDay } from "../../../model/clock.ts";
import { isActuator, isPerson, isStarted } from "../../../model/domains.ts";
import type { Entity } from "../../../model/home.ts";
import { domainOf } from "../../../model/state-change.ts";
import { MINUTE } from "../../../model/time.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import type { OpenValue } from "../spoken/open-request.ts";

/** The changes of which one can be meant by a value of a request. */
export type Options = readonly (readonly PlannedChange[])[];

/** The place of a value in an automation. */
export interface Edited {
  /** Null for a new one. */
  readonly automation: AutomationConfig | null;
  /** Whether it has a trigger, or gets one by the words that are understood. */
  readonly hasTrigger: boolean;
}

/** Everything that can be done with a value; empty if no change uses it. */
export function optionsOf({ value, isPercentage }: OpenValue, edited: Edited): Options {
  switch (value.kind) {
    case "days": {
      const [named, others] = [true, false].map((isNamed) =>
        WEEKDAY_NAMES.filter((_, day) => value.days.includes(day) === isNamed),
      );
      return [named, others].flatMap((days) => (days?.length ? [[{ change: "days" as const, days }]] : []));
    }
    case "duration":
      return ofDuration(value.minutes, edited);
    case "time":
      return ofTime(value.minutes, value.isOpen, edited);
    case "number":
      return ofNumber(value.number, isPercentage, edited);
    case "things":
      return ofThings(value.entities, edited);
    case "state":
    case "event":
    case "aside":
    case "acts":
    case "text":
      return [];
  }
}

/** A bound of a sensor that a new automation waits for. */
export const boundsOf = ({ entityId: thing }: Entity, number: number): Options => [
  [{ change: "when_number", thing, above: number, below: null, minutes: 0 }],
  [{ change: "when_number", thing, above: null, below: number, minutes: 0 }],
];

const triggersOf = (automation: AutomationConfig | null): readonly TriggerPlan[] =>
  automation === null ? [] : parseAutomation(automation).triggers;

function ofDuration(minutes: number, { automation, hasTrigger }: Edited): Options {
  if (automation === null) return hasTrigger ? [[{ change: "for", minutes }]] : [];
  return triggersOf(automation).flatMap((trigger): Options => {
    if (trigger.kind === "time") return [[{ change: "shift", minutes }], [{ change: "shift", minutes: -minutes }]];
    if (trigger.kind === "state") return [[{ change: "for", minutes }]];
    if (trigger.kind !== "sun") return [];
    const { event } = trigger;
    return [[{ change: "sun", event, minutes }], [{ change: "sun", event, minutes: -minutes }]];
  });
}

function ofTime(minutes: number, isOpen: boolean, { automation }: Edited): Options {
  const isTimed = triggersOf(automation).every(({ kind }) => kind === "time" || kind === "sun");
  if (!isTimed) return [];
  return (isOpen ? [minutes, minutes + HALF_DAY] : [minutes]).map((at) => [
    { change: "at", time: formatTimeOfDay((at % (2 * HALF_DAY)) * MINUTE) },
  ]);
}

const HALF_DAY = 720;
/** A lamp dimmed below this can hardly be meant by a bare number. */
const LEAST_BRIGHTNESS = 5;

function ofNumber(number: number, isPercentage: boolean, { automation }: Edited): Options {
  if (automation === null || number < 0 || number > 100) return [];
  const { triggers, effects } = parseAutomation(automation);
  const acts = (domain: string, state: string): boolean =>
    effects.some((effect) => domainOf(effect.entityId) === domain && effect.state === state);
  const level = (kind: "brightness" | "position"): Options => [[{ change: "level", thing: null, kind, value: number }]];
  const isHeld = triggers.some((trigger) => trigger.kind === "state" && trigger.hold > 0);
  return [
    ...(acts("light", "on") && (isPercentage || number >= LEAST_BRIGHTNESS) ? level("brightness") : []),
    ...(acts("cover", "open") || acts("cover", "closed") ? level("position") : []),
    ...(isHeld && !isPercentage ? [[{ change: "for" as const, minutes: number }]] : []),
  ];
}

function ofThings(entities: readonly Entity[], edited: Edited): Options {
  const [entity, ...others] = entities;
  if (entity === undefined) return [];
  const { entityId } = entity;
  const [on, off] = STATES[domainOf(entityId)] ?? ["on", "off"];
  const isActedOn = entities.every((one) => isActuator(one.entityId) && !isStarted(one.entityId) && mayActOn(one));
  const acts = [on, off].map((state) =>
    entities.map((one) => ({ change: "act" as const, thing: one.entityId, state })),
  );
  const isTested = others.length === 0 && (isActedOn || isPerson(entityId) || domainOf(entityId) === "binary_sensor");
  const isTrigger = !edited.hasTrigger && !isActedOn;
  const tests = [on, off].map((state): readonly PlannedChange[] => [
    isTrigger ? { change: "when", thing: entityId, state, minutes: 0 } : { change: "only_if", thing: entityId, state },
  ]);
  return [...(isActedOn ? acts : []), ...(isTested && (edited.automation !== null || !isActedOn) ? tests : [])];
}

const STATES: Readonly<Record<string, readonly [string, string]>> = {
  cover: ["open", "closed"],
  person: ["home", "not_home"],
};
