import { type StateTest, type TriggerPlan } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import { weekdayOf } from "../model/clock.ts";
import { isOccurrenceOf } from "../model/occurrence.ts";
import { AWAY_STATES, type Interval } from "../model/state-change.ts";
import { lowerBound, upperBound } from "../statistics/search.ts";
import { addBecoming } from "./becomes.ts";
import type { AddMoment } from "./changes.ts";
import { addEntityTimes } from "./entity-times.ts";
import { createMomentMemory, MomentColumns, type Moments } from "./moment-columns.ts";
import { addPatterns } from "./patterns.ts";
import { addPurposeMoments } from "./purpose-moments.ts";
import type { StateHistory } from "./state-history.ts";
import type { World } from "./world.ts";

/**
 * The moments of a trigger in an interval, before conditions (docs/evaluation.md, section 2).
 * @param memory reused if given: the moments are valid until it is used again
 */
export function momentsOf(
  trigger: TriggerPlan,
  world: World,
  interval: Interval,
  memory = createMomentMemory(),
): Moments {
  const moments = new MomentColumns(world.frame, interval, memory);
  const add: AddMoment = (at, entity, state, since) => moments.add(at, entity, state, since);
  switch (trigger.kind) {
    case "time":
      addTimes(trigger, world, interval, moments);
      addEntityTimes(trigger, world, interval, (at) => moments.add(at));
      break;
    case "sun":
      addSunEvents(trigger, world, interval, moments);
      break;
    case "state":
      for (const entity of indexesOf(trigger.entityIds, world.frame)) addStates(trigger, world, entity, moments);
      break;
    case "numeric_state":
      for (const entity of indexesOf(trigger.entityIds, world.frame)) addCrossings(trigger, world, entity, moments);
      break;
    case "event":
      for (const entity of indexesOf(trigger.entityIds, world.frame)) addEvents(trigger, world.frame, entity, moments);
      break;
    case "purpose":
      addPurposeMoments(trigger, world, interval.to, add);
      break;
    case "becomes":
      addBecoming(trigger, world, interval, add);
      break;
    case "pattern":
      addPatterns(trigger, world, interval, add);
      break;
    case "unrecorded":
      break;
  }
  return moments.finish();
}

type Of<Kind extends TriggerPlan["kind"]> = Extract<TriggerPlan, { kind: Kind }>;

function addTimes(trigger: Of<"time">, { frame }: World, { from, to }: Interval, moments: MomentColumns): void {
  for (let day = frame.clock.dayOf(from); day <= frame.clock.dayOf(to); day++) {
    if (trigger.weekdays !== null && !trigger.weekdays.has(weekdayOf(day))) continue;
    for (const at of trigger.at) for (const instant of frame.clock.instantsOf(day, at)) moments.add(instant);
  }
}

function addSunEvents(trigger: Of<"sun">, { frame, sun }: World, { from, to }: Interval, moments: MomentColumns): void {
  if (sun === null) return;
  for (let day = frame.clock.dayOf(from) - 1; day <= frame.clock.dayOf(to) + 1; day++) {
    const instant = sun(day)[trigger.event];
    if (instant !== null) moments.add(instant + trigger.offset);
  }
}

/**
 * Changes that pass both tests, `unavailable` and `unknown` being states like all others; with a hold, those whose hold
 * is not ended. Holds of one entity run side by side (components/homeassistant/triggers/state.py).
 */
function addStates(trigger: Of<"state">, world: World, entity: number, moments: MomentColumns): void {
  const { hold } = trigger;
  const history = world.stateHistoryOf(entity);
  const { times, codes } = history;
  const isTo = statesThat(trigger.to, world.frame);
  const isFrom = statesThat(trigger.from, world.frame);
  const { from, to } = moments.interval;
  for (let i = lowerBound(times, from - hold); i < times.length && times[i]! < to; i++) {
    const code = codes[i]!;
    if (isTo[code] === 0) continue;
    if (i === 0 ? trigger.from.kind === "in" : isFrom[codes[i - 1]!] === 0) continue;
    if (hold === 0) {
      moments.add(times[i]!, entity, code);
      continue;
    }
    const ends = trigger.endsOnReturn === true ? nextOf(history, codes[i - 1], i + 1) : i + 1;
    addUnlessEnded(history, i, ends, hold, entity, moments);
  }
}

/** The index of the next change to a state from an index on. */
function nextOf({ codes }: StateHistory, code: number | undefined, from: number): number {
  if (code === undefined) return codes.length;
  const next = codes.indexOf(code, from);
  return next < 0 ? codes.length : next;
}

/** Adds the end of a hold that began with one change and would be ended by another. */
function addUnlessEnded(
  { times, codes }: StateHistory,
  began: number,
  ends: number,
  hold: number,
  entity: number,
  moments: MomentColumns,
): void {
  const at = times[began]! + hold;
  if (ends < times.length && times[ends]! < at) return;
  moments.add(at, entity, codes[upperBound(times, at) - 1], times[began]);
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

const OUT = 0;
const WITHIN = 1;
const TEXT = 2;

/**
 * A value enters the range, after one outside of it: `unavailable` and `unknown` are outside, text is neither, and the
 * first known value, or the one at a start of Home Assistant, has none before it. Whatever is not within the range ends a hold, text too
 * (components/homeassistant/triggers/numeric_state.py).
 */
function addCrossings(trigger: Of<"numeric_state">, world: World, entity: number, moments: MomentColumns): void {
  const history = world.stateHistoryOf(entity);
  const { times, codes } = history;
  const { numbers, states } = world.frame;
  const away = AWAY_STATES.map((state) => states.find(state));
  const placeOf = (index: number): number => {
    const value = numbers[codes[index]!]!;
    if (Number.isNaN(value)) return away.includes(codes[index]) ? OUT : TEXT;
    return value > trigger.above && value < trigger.below ? WITHIN : OUT;
  };
  const { from, to } = moments.interval;
  const first = lowerBound(times, from - trigger.hold);
  let before = first - 1;
  while (before >= 0 && placeOf(before) === TEXT) before -= 1;
  let isArmed = before >= 0 && placeOf(before) === OUT;
  const { downtimes } = world.frame;
  let down = downtimes.findIndex((one) => before < 0 || one.to > times[before]!);
  for (let i = first; i < times.length && times[i]! < to; i++) {
    for (; down >= 0 && down < downtimes.length && downtimes[down]!.to <= times[i]!; down++)
      isArmed = i > 0 && placeOf(i - 1) === OUT;
    const place = placeOf(i);
    if (place === OUT) isArmed = true;
    if (place !== WITHIN || !isArmed) continue;
    isArmed = false;
    if (trigger.hold === 0) {
      moments.add(times[i]!, entity, codes[i]);
      continue;
    }
    let ends = i + 1;
    while (ends < times.length && times[ends]! < times[i]! + trigger.hold && placeOf(ends) === WITHIN) ends += 1;
    addUnlessEnded(history, i, ends, trigger.hold, entity, moments);
  }
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
