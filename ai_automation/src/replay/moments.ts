import { matches, type StateTest, type TriggerPlan } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import { isInGap } from "../history/frame/lookup.ts";
import { weekdayOf } from "../model/clock.ts";
import { isOccurrenceOf } from "../model/occurrence.ts";
import { AWAY_STATES, type Interval } from "../model/state-change.ts";
import { lowerBound } from "../statistics/search.ts";
import type { World } from "./world.ts";

/** The instants at which triggers fire, ascending, as columns. The triggering entity already has its new state. */
export interface Moments {
  /** Milliseconds UTC. */
  readonly at: Float64Array;
  /** The entity whose change fired, -1 for time and sun. */
  readonly entity: Int32Array;
  readonly state: Int32Array;
}

/** The moments of a trigger in an interval, before conditions (docs/evaluation.md, section 2). */
export function momentsOf(trigger: TriggerPlan, world: World, interval: Interval): Moments {
  const moments = new MomentColumns(interval);
  switch (trigger.kind) {
    case "time":
      addTimes(trigger, world, interval, moments);
      break;
    case "sun":
      addSunEvents(trigger, world, interval, moments);
      break;
    case "state":
      for (const entity of indexesOf(trigger.entityIds, world.frame)) addStates(trigger, world.frame, entity, moments);
      break;
    case "numeric_state":
      for (const entity of indexesOf(trigger.entityIds, world.frame))
        addCrossings(trigger, world.frame, entity, moments);
      break;
    case "event":
      for (const entity of indexesOf(trigger.entityIds, world.frame)) addEvents(trigger, world.frame, entity, moments);
      break;
  }
  return moments.finish();
}

const FIRST_CAPACITY = 256;

class MomentColumns {
  readonly interval: Interval;
  #length = 0;
  #at = new Float64Array(FIRST_CAPACITY);
  #entity = new Int32Array(FIRST_CAPACITY);
  #state = new Int32Array(FIRST_CAPACITY);
  #isSorted = true;

  constructor(interval: Interval) {
    this.interval = interval;
  }

  add(at: number, entity = -1, state = -1): void {
    if (at < this.interval.from || at >= this.interval.to) return;
    if (this.#length === this.#at.length) this.#grow();
    if (this.#length > 0 && at < this.#at[this.#length - 1]!) this.#isSorted = false;
    this.#at[this.#length] = at;
    this.#entity[this.#length] = entity;
    this.#state[this.#length] = state;
    this.#length += 1;
  }

  finish(): Moments {
    const at = this.#at.subarray(0, this.#length);
    const entity = this.#entity.subarray(0, this.#length);
    const state = this.#state.subarray(0, this.#length);
    if (this.#isSorted) return { at, entity, state };
    const order = Array.from(at.keys()).sort((a, b) => at[a]! - at[b]! || a - b);
    return {
      at: Float64Array.from(order, (i) => at[i]!),
      entity: Int32Array.from(order, (i) => entity[i]!),
      state: Int32Array.from(order, (i) => state[i]!),
    };
  }

  #grow(): void {
    const [at, entity, state] = [this.#at, this.#entity, this.#state];
    const capacity = 4 * this.#length;
    this.#at = new Float64Array(capacity);
    this.#entity = new Int32Array(capacity);
    this.#state = new Int32Array(capacity);
    this.#at.set(at);
    this.#entity.set(entity);
    this.#state.set(state);
  }
}

type Of<Kind extends TriggerPlan["kind"]> = Extract<TriggerPlan, { kind: Kind }>;

function addTimes(trigger: Of<"time">, { frame }: World, { from, to }: Interval, moments: MomentColumns): void {
  for (let day = frame.clock.dayOf(from); day <= frame.clock.dayOf(to); day++) {
    if (trigger.weekdays !== null && !trigger.weekdays.has(weekdayOf(day))) continue;
    for (const at of trigger.at) moments.add(frame.clock.instantOf(day, at));
  }
}

function addSunEvents(trigger: Of<"sun">, { frame, sun }: World, { from, to }: Interval, moments: MomentColumns): void {
  if (sun === null) return;
  for (let day = frame.clock.dayOf(from) - 1; day <= frame.clock.dayOf(to) + 1; day++) {
    const instant = sun(day)[trigger.event];
    if (instant !== null) moments.add(instant + trigger.offset);
  }
}

/** Entering a matching state, or staying in it for `for`; a gap ends the stay. */
function addStates(trigger: Of<"state">, frame: Frame, entity: number, moments: MomentColumns): void {
  const isTo = statesThat(trigger.to, frame);
  const isFromGap = AWAY_STATES.every((state) => matches(trigger.from, state));
  const comesFrom = originTest(trigger.from, frame, entity, isFromGap);
  const { hold } = trigger;
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  const { to } = moments.interval;
  for (
    let i = lowerBound(frame.times, moments.interval.from - hold, first, end);
    i < end && frame.times[i]! < to;
    i++
  ) {
    const code = frame.codes[i]!;
    if (isTo[code] === 0) continue;
    if (!comesFrom(i)) continue;
    const since = frame.times[i]!;
    if (hold > 0 && isCutShort(frame, entity, i, since, since + hold)) continue;
    moments.add(since + hold, entity, code);
  }
  if (isFromGap) addReturns(isTo, hold, frame, entity, moments);
}

/** Returning from a gap to the same state is a change from `unavailable` for Home Assistant (triggers/state.py). */
function addReturns(isTo: Uint8Array, hold: number, frame: Frame, entity: number, moments: MomentColumns): void {
  const end = frame.gapStart[entity + 1]!;
  const first = lowerBound(frame.gapTo, moments.interval.from - hold, frame.gapStart[entity], end);
  for (let gap = first; gap < end && frame.gapTo[gap]! < moments.interval.to; gap++) {
    const since = frame.gapTo[gap]!;
    const row = lastBefore(frame, entity, since);
    const code = frame.codes[row]!;
    if (frame.times[row] === since || isTo[code] === 0) continue;
    if (hold > 0 && isCutShort(frame, entity, row, since, since + hold)) continue;
    moments.add(since + hold, entity, code);
  }
}

/** Whether a change comes from a matching state. The first row has none before it; a gap counts as both gap states. */
function originTest(from: StateTest, frame: Frame, entity: number, isFromGap: boolean): (index: number) => boolean {
  if (from.kind === "any") return () => true;
  const isFrom = statesThat(from, frame);
  return (i) => {
    if (endsGap(frame, entity, frame.times[i]!)) return isFromGap;
    if (i === frame.start[entity]) return from.kind === "not_in";
    return isFrom[frame.codes[i - 1]!] === 1;
  };
}

function endsGap(frame: Frame, entity: number, at: number): boolean {
  const end = frame.gapStart[entity + 1]!;
  const gap = lowerBound(frame.gapTo, at, frame.gapStart[entity], end);
  return gap < end && frame.gapTo[gap] === at;
}

/** A lookup table by state code: a home has thousands of states, and a test names a few. */
function statesThat(test: StateTest, { states }: Frame): Uint8Array {
  if (test.kind === "any") return new Uint8Array(states.names.length).fill(1);
  const isNamed = test.kind === "in" ? 1 : 0;
  const codes = new Uint8Array(states.names.length).fill(1 - isNamed);
  for (const name of test.states) {
    const code = states.find(name);
    if (code !== undefined) codes[code] = isNamed;
  }
  return codes;
}

/** Whether the state of a row, entered at an instant, has ended before another. */
function isCutShort(frame: Frame, entity: number, row: number, since: number, until: number): boolean {
  if (row + 1 < frame.start[entity + 1]! && frame.times[row + 1]! < until) return true;
  return hasGap(frame, entity, since, until);
}

function hasGap(frame: Frame, entity: number, from: number, to: number): boolean {
  if (isInGap(frame, entity, to - 1)) return true;
  const next = lowerBound(frame.gapFrom, from, frame.gapStart[entity], frame.gapStart[entity + 1]);
  return next < frame.gapStart[entity + 1]! && frame.gapFrom[next]! < to;
}

/**
 * A value crosses into the range. The first known value does not, and text values are skipped. Home Assistant counts a
 * value in a gap as out of range (helpers/condition), so returning within the range is a crossing too.
 */
function addCrossings(trigger: Of<"numeric_state">, frame: Frame, entity: number, moments: MomentColumns): void {
  const isWithin = (value: number): boolean => value > trigger.above && value < trigger.below;
  const { from, to } = moments.interval;
  const end = frame.start[entity + 1]!;
  const addIfItStays = (since: number, next: number): void => {
    const at = since + trigger.hold;
    if (at < from || (trigger.hold > 0 && leavesRange(frame, entity, next, since, at, isWithin))) return;
    moments.add(at, entity, frame.codes[lastBefore(frame, entity, at)]);
  };
  let gap = frame.gapStart[entity]!;
  let value = NaN;
  let wasWithin = true;
  for (let i = frame.start[entity]!; i < end && frame.times[i]! < to; i++) {
    const at = frame.times[i]!;
    for (; gap < frame.gapStart[entity + 1]! && frame.gapTo[gap]! <= at; gap++) {
      const isSame = frame.gapTo[gap]! < at;
      if (isSame && isWithin(value)) addIfItStays(frame.gapTo[gap]!, i);
      wasWithin = isSame && isWithin(value);
    }
    value = frame.numbers[frame.codes[i]!]!;
    if (Number.isNaN(value)) continue;
    if (isWithin(value) && !wasWithin) addIfItStays(at, i + 1);
    wasWithin = isWithin(value);
  }
  for (; gap < frame.gapStart[entity + 1]! && frame.gapTo[gap]! < to; gap++)
    if (isWithin(value)) addIfItStays(frame.gapTo[gap]!, end);
}

/** Whether any row from `next` on leaves the range before an instant, or a gap begins. */
function leavesRange(
  frame: Frame,
  entity: number,
  next: number,
  since: number,
  until: number,
  isWithin: (value: number) => boolean,
): boolean {
  for (let i = next; i < frame.start[entity + 1]! && frame.times[i]! < until; i++) {
    const value = frame.numbers[frame.codes[i]!]!;
    if (!Number.isNaN(value) && !isWithin(value)) return true;
  }
  return hasGap(frame, entity, since, until);
}

function lastBefore(frame: Frame, entity: number, at: number): number {
  return lowerBound(frame.times, at + 1, frame.start[entity], frame.start[entity + 1]) - 1;
}

function addEvents(trigger: Of<"event">, frame: Frame, entity: number, moments: MomentColumns): void {
  const { from, to } = moments.interval;
  const end = frame.start[entity + 1]!;
  const isWanted = occurrencesThat(trigger.types, frame.states.names);
  for (let i = lowerBound(frame.times, from, frame.start[entity], end); i < end && frame.times[i]! < to; i++) {
    const state = frame.codes[i]!;
    if (isWanted(state)) moments.add(frame.times[i]!, entity, state);
  }
}

/** A test by state code that reads each text once. */
function occurrencesThat(types: ReadonlySet<string> | null, names: readonly string[]): (state: number) => boolean {
  const known = new Map<number, boolean>();
  return (state) => {
    if (types === null) return true;
    const before = known.get(state);
    if (before !== undefined) return before;
    const isOne = [...types].some((wanted) => isOccurrenceOf(names[state]!, wanted));
    known.set(state, isOne);
    return isOne;
  };
}

function indexesOf(entityIds: readonly string[], frame: Frame): readonly number[] {
  return entityIds.map((entityId) => frame.entities.find(entityId)).filter((entity) => entity !== undefined);
}
