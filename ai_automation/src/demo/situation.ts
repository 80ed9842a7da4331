import type { ConditionPlan, SunBound } from "../automation/plan.ts";
import { weekdayOf, type Clock } from "../model/clock.ts";
import { isGapState } from "../model/state-change.ts";
import type { SunTimes } from "../model/sun.ts";

export interface Situation {
  readonly at: number;
  readonly clock: Clock;
  readonly sunOf: (day: number) => SunTimes;
  stateOf(entityId: string): string | undefined;
  sinceOf(entityId: string): number;
}

type Of<Kind extends ConditionPlan["kind"]> = Extract<ConditionPlan, { kind: Kind }>;

/** Evaluates a condition as Home Assistant's `helpers/condition.py` does. */
export function holdsNow(condition: ConditionPlan, now: Situation): boolean {
  switch (condition.kind) {
    case "time":
      return holdsTime(condition, now);
    case "sun":
      return holdsSun(condition, now);
    case "state": {
      const holds = (entityId: string): boolean => holdsState(condition, entityId, now);
      return condition.match === "all" ? condition.entityIds.every(holds) : condition.entityIds.some(holds);
    }
    case "numeric_state":
      return condition.entityIds.every((entityId) => isBetween(now.stateOf(entityId), condition));
    case "and":
      return condition.conditions.every((inner) => holdsNow(inner, now));
    case "or":
      return condition.conditions.some((inner) => holdsNow(inner, now));
    case "not":
      return !condition.conditions.some((inner) => holdsNow(inner, now));
    // Forms that the simulated home does not play never hold.
    case "purpose":
    case "numeric_of":
    case "time_of":
    case "compare":
    case "trigger_text":
    case "triggered_by":
    case "perhaps":
    case "unrecorded":
      return false;
  }
}

export function isBetween(state: string | undefined, bounds: { above: number; below: number }): boolean {
  if (state === undefined || isGapState(state)) return false;
  return Number(state) > bounds.above && Number(state) < bounds.below;
}

function holdsTime({ after, before, weekdays }: Of<"time">, { at, clock }: Situation): boolean {
  if (weekdays !== null && !weekdays.has(weekdayOf(clock.dayOf(at)))) return false;
  const now = clock.timeOfDay(at);
  const isAfter = after === null || now >= after;
  const isBefore = before === null || now < before;
  return after !== null && before !== null && after > before ? isAfter || isBefore : isAfter && isBefore;
}

function holdsSun({ after, before }: Of<"sun">, now: Situation): boolean {
  const isAfter = after === null || now.at >= (sunInstant(after, now) ?? Infinity);
  const isBefore = before === null || now.at < (sunInstant(before, now) ?? -Infinity);
  return after?.event === "sunset" && before?.event === "sunrise" ? isAfter || isBefore : isAfter && isBefore;
}

function sunInstant({ event, offset }: SunBound, { at, clock, sunOf }: Situation): number | null {
  const instant = sunOf(clock.dayOf(at))[event];
  return instant === null ? null : instant + offset;
}

function holdsState({ states, hold }: Of<"state">, entityId: string, now: Situation): boolean {
  const state = now.stateOf(entityId);
  return state !== undefined && states.has(state) && now.at - now.sinceOf(entityId) >= hold;
}
