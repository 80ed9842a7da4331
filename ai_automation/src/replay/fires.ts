import { isInGap, lowerBound } from "../history/frame/read.ts";
import type { Interval } from "../model/state-change.ts";
import { weekdayOf } from "../model/clock.ts";
import { holds } from "./conditions.ts";
import { type Moment, noChange, type World } from "./moment.ts";
import { matches, type Plan, type TriggerPlan } from "./plan.ts";

/** When an automation would have run. */
export interface Fire {
  /** Milliseconds UTC. */
  readonly at: number;
  /** Time and sun triggers are judged by another window than the rest. */
  readonly isClock: boolean;
}

/** Every fire of an automation in an interval whose conditions hold, ascending (evaluation.md 2). */
export function firesOf(plan: Plan, world: World, interval: Interval): readonly Fire[] {
  const fires: Fire[] = [];
  for (const trigger of plan.triggers) {
    const isClock = trigger.kind === "time" || trigger.kind === "sun";
    for (const moment of momentsOf(trigger, world, interval)) {
      if (moment.at < interval.from || moment.at >= interval.to) continue;
      if (plan.conditions.every((condition) => holds(condition, moment, world))) fires.push({ at: moment.at, isClock });
    }
  }
  return fires.sort((a, b) => a.at - b.at);
}

function momentsOf(trigger: TriggerPlan, world: World, interval: Interval): Iterable<Moment> {
  switch (trigger.kind) {
    case "time":
      return timeMoments(trigger, world, interval);
    case "sun":
      return sunMoments(trigger, world, interval);
    case "state":
      return stateMoments(trigger, world, interval);
    case "numeric_state":
      return numericMoments(trigger, world, interval);
    case "event":
      return eventMoments(trigger, world, interval);
  }
}

type Of<Kind extends TriggerPlan["kind"]> = Extract<TriggerPlan, { kind: Kind }>;

function* timeMoments(trigger: Of<"time">, { frame }: World, { from, to }: Interval): Iterable<Moment> {
  for (let day = frame.clock.dayOf(from); day <= frame.clock.dayOf(to); day++) {
    if (trigger.weekdays !== null && !trigger.weekdays.has(weekdayOf(day))) continue;
    for (const at of trigger.at) yield noChange(frame.clock.instantOf(day, at));
  }
}

function* sunMoments(trigger: Of<"sun">, { frame, sun }: World, { from, to }: Interval): Iterable<Moment> {
  if (sun === null) return;
  for (let day = frame.clock.dayOf(from) - 1; day <= frame.clock.dayOf(to) + 1; day++) {
    const instant = sun(day)[trigger.event];
    if (instant !== null) yield noChange(instant + trigger.offset);
  }
}

/** An entity enters a state that counts, or stays with the trigger's answer true for `for`; a gap ends the stay. */
function* stateMoments(trigger: Of<"state">, { frame }: World, { from, to }: Interval): Iterable<Moment> {
  const names = frame.states.names;
  for (const entity of known(trigger.entityIds, frame)) {
    const first = frame.start[entity]!;
    const end = frame.start[entity + 1]!;
    for (let i = lowerBound(frame.times, from - trigger.hold, first, end); i < end && frame.times[i]! < to; i++) {
      const before = i === first ? "" : names[frame.codes[i - 1]!]!;
      if (!matches(trigger.to, names[frame.codes[i]!]!)) continue;
      if (trigger.from.kind !== "any" && (i === first || !matches(trigger.from, before))) continue;
      const at = frame.times[i]! + trigger.hold;
      if (trigger.hold > 0 && isCutShort(frame, entity, i, at)) continue;
      yield { at, entity, state: frame.codes[i]! };
    }
  }
}

function isCutShort(frame: World["frame"], entity: number, index: number, until: number): boolean {
  if (index + 1 < frame.start[entity + 1]! && frame.times[index + 1]! < until) return true;
  return hasGap(frame, entity, frame.times[index]!, until);
}

function hasGap(frame: World["frame"], entity: number, from: number, to: number): boolean {
  if (isInGap(frame, entity, to - 1)) return true;
  const next = lowerBound(frame.gapFrom, from, frame.gapStart[entity], frame.gapStart[entity + 1]);
  return next < frame.gapStart[entity + 1]! && frame.gapFrom[next]! < to;
}

/** A value crosses into the range; the first value known has crossed nothing, and text in between is passed over. */
function* numericMoments(trigger: Of<"numeric_state">, { frame }: World, { from, to }: Interval): Iterable<Moment> {
  const isWithin = (value: number): boolean => value > trigger.above && value < trigger.below;
  for (const entity of known(trigger.entityIds, frame)) {
    let wasWithin = true;
    for (let i = frame.start[entity]!; i < frame.start[entity + 1]! && frame.times[i]! < to; i++) {
      const value = frame.numbers[frame.codes[i]!]!;
      if (Number.isNaN(value)) continue;
      const hasCrossed = isWithin(value) && !wasWithin;
      wasWithin = isWithin(value);
      const at = frame.times[i]! + trigger.hold;
      if (!hasCrossed || at < from) continue;
      if (trigger.hold > 0 && leavesRange(frame, entity, i, at, isWithin)) continue;
      yield { at, entity, state: frame.codes[lastBefore(frame, entity, at)]! };
    }
  }
}

function leavesRange(
  frame: World["frame"],
  entity: number,
  index: number,
  until: number,
  isWithin: (value: number) => boolean,
): boolean {
  for (let i = index + 1; i < frame.start[entity + 1]! && frame.times[i]! < until; i++) {
    const value = frame.numbers[frame.codes[i]!]!;
    if (!Number.isNaN(value) && !isWithin(value)) return true;
  }
  return hasGap(frame, entity, frame.times[index]!, until);
}

function lastBefore(frame: World["frame"], entity: number, at: number): number {
  return lowerBound(frame.times, at + 1, frame.start[entity], frame.start[entity + 1]) - 1;
}

function* eventMoments(trigger: Of<"event">, { frame }: World, { from, to }: Interval): Iterable<Moment> {
  for (const entity of known(trigger.entityIds, frame)) {
    const end = frame.start[entity + 1]!;
    for (let i = lowerBound(frame.times, from, frame.start[entity], end); i < end && frame.times[i]! < to; i++) {
      const state = frame.codes[i]!;
      if (trigger.types === null || trigger.types.has(frame.states.names[state]!))
        yield { at: frame.times[i]!, entity, state };
    }
  }
}

function known(entityIds: readonly string[], frame: World["frame"]): readonly number[] {
  return entityIds.map((entityId) => frame.entities.find(entityId)).filter((entity) => entity !== undefined);
}
