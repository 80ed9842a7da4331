import type { TriggerPlan } from "../automation/plan.ts";
import { parseDay, parseTimeOfDay, weekdayOf, type Clock } from "../model/clock.ts";
import { domainOf, type Interval } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import type { World } from "./world.ts";

/**
 * The times that helpers and sensors set for a time trigger. Each lasts until the entity's next change, even if that
 * only makes it unavailable, and one that has passed when it is set never comes (triggers/time.py).
 */
export function addEntityTimes(
  { atEntities = [], weekdays }: Extract<TriggerPlan, { kind: "time" }>,
  { frame: { entities, states, clock }, stateHistoryOf }: World,
  { from, to }: Interval,
  add: (at: number) => void,
): void {
  for (const { entityId, offset } of atEntities) {
    const entity = entities.find(entityId);
    if (entity === undefined) continue;
    const { times, codes } = stateHistoryOf(entity);
    for (const [index, since] of times.entries()) {
      const until = times[index + 1] ?? Infinity;
      if (until <= from || since >= to) continue;
      const set = timeSetBy(entityId, states.names[codes[index]!]!, offset, clock);
      const span = { from: Math.max(since, from), to: Math.min(until, to) };
      for (const at of instantsIn(span, set, clock))
        if (weekdays === null || weekdays.has(weekdayOf(clock.dayOf(at)))) add(at);
    }
  }
}

type SetTime =
  | { readonly kind: "daily"; readonly timeOfDay: number }
  | { readonly kind: "once"; readonly at: number }
  | { readonly kind: "none" };

const NONE: SetTime = { kind: "none" };

/** A sensor sets a full time stamp; a helper a date, a time or both, by the home's clock. */
function timeSetBy(entityId: string, state: string, offset: number, clock: Clock): SetTime {
  if (domainOf(entityId) === "sensor") {
    const at = TIME_STAMP.test(state) ? Date.parse(state) : NaN;
    return Number.isNaN(at) ? NONE : { kind: "once", at: clock.fromUtc(at) + offset };
  }
  const [first = "", second] = state.split(" ");
  const day = parseDay(first);
  const timeOfDay = parseTimeOfDay(day === undefined ? first : (second ?? "00:00"));
  if (timeOfDay === undefined) return NONE;
  if (day === undefined) return { kind: "daily", timeOfDay: modulo(timeOfDay + offset, DAY) };
  const local = day * DAY + timeOfDay + offset;
  return { kind: "once", at: instantOf(Math.floor(local / DAY), modulo(local, DAY), clock) };
}

/** A time in the gap of a clock change counts by the offset before it, one in the repeated hour by the first (Python's `fold`). */
function instantOf(day: number, timeOfDay: number, clock: Clock): number {
  const [first = clock.instantOf(day - 1, DAY / 2) + DAY / 2 + timeOfDay] = clock.instantsOf(day, timeOfDay);
  return first;
}

const TIME_STAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

function instantsIn({ from, to }: Interval, set: SetTime, clock: Clock): readonly number[] {
  const isIn = (at: number): boolean => at >= from && at < to;
  switch (set.kind) {
    case "none":
      return [];
    case "once":
      return [set.at].filter(isIn);
    case "daily": {
      const first = clock.dayOf(from);
      const days = Array.from({ length: clock.dayOf(to) - first + 1 }, (_, index) => first + index);
      return days.flatMap((day) => clock.instantsOf(day, set.timeOfDay)).filter(isIn);
    }
  }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
