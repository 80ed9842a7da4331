import type { Plan, StateTest, TriggerPlan } from "../automation/plan.ts";
import { DAY, HOUR } from "../model/time.ts";

/** Times this close are one habit, because people drift. */
const SAME_TIME = HOUR;

/** Whether a person would consider two automations the same suggestion: a common effect from a common trigger. */
export function isSameSuggestion(a: Plan, b: Plan): boolean {
  const hasSameEffect = a.effects.some(({ entityId, state }) =>
    b.effects.some((other) => other.entityId === entityId && other.state === state),
  );
  return hasSameEffect && a.triggers.some((one) => b.triggers.some((other) => isSameTrigger(one, other)));
}

function isSameTrigger(a: TriggerPlan, b: TriggerPlan): boolean {
  if (a.kind === "time" && b.kind === "time") return a.at.some((one) => b.at.some((other) => isNear(one, other)));
  if (a.kind === "sun" && b.kind === "sun") return a.event === b.event && isNear(a.offset, b.offset);
  if (a.kind === "state" && b.kind === "state") return overlaps(a.entityIds, b.entityIds) && isSameTest(a.to, b.to);
  if (a.kind === "numeric_state" && b.kind === "numeric_state")
    return overlaps(a.entityIds, b.entityIds) && Number.isFinite(a.above) === Number.isFinite(b.above);
  if (a.kind === "event" && b.kind === "event")
    return overlaps(a.entityIds, b.entityIds) && isSameTypes(a.types, b.types);
  return false;
}

function isNear(a: number, b: number): boolean {
  const distance = Math.abs(a - b);
  return Math.min(distance, DAY - distance) <= SAME_TIME;
}

const overlaps = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

function isSameTest(a: StateTest, b: StateTest): boolean {
  if (a.kind === "any" || b.kind === "any") return a.kind === b.kind;
  return a.kind === b.kind && overlaps([...a.states], [...b.states]);
}

const isSameTypes = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean =>
  a === null || b === null || overlaps([...a], [...b]);
