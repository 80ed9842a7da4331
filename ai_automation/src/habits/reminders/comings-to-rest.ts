import type { Frame } from "../../history/frame/frame.ts";
import { isAlive, isInGap } from "../../history/frame/lookup.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY, HOUR, MINUTE } from "../../model/time.ts";

/** The state is sampled in the evening: every quarter of an hour from 18:15 to 23:45. */
const EVENING = 18 * HOUR;
const QUARTER = 15 * MINUTE;
export const QUARTERS = (DAY - EVENING) / QUARTER - 1;
/** Changes before this hour belong to the previous evening. */
const NIGHT_ENDS = 3 * HOUR;

export const timeOfQuarter = (quarter: number): number => EVENING + (quarter + 1) * QUARTER;

/**
 * When an entity left its rest state and returned to it, by local day of an interval. Times of day are in milliseconds
 * since midnight and exceed 24 hours after the next midnight.
 */
export interface ComingsToRest {
  readonly days: number;
  /** By day: when it first left its rest state after midnight; NaN if it did not. */
  readonly firstLeft: Float64Array;
  /** By day that ends at 03:00: when it last left, and when it first returned after 18:00; NaN if it did not. */
  readonly lastLeft: Float64Array;
  readonly firstReturn: Float64Array;
  /** By quarter: the number of days with a known state, and of those at rest. */
  readonly known: Uint32Array;
  readonly atRest: Uint32Array;
}

export function readComingsToRest(frame: Frame, entity: number, rest: number, { from, to }: Interval): ComingsToRest {
  const { clock } = frame;
  const firstDay = clock.dayOf(from);
  const days = clock.dayOf(to - 1) - firstDay + 1;
  const column = (): Float64Array => new Float64Array(days).fill(NaN);
  const comings: ComingsToRest = {
    days,
    firstLeft: column(),
    lastLeft: column(),
    firstReturn: column(),
    known: new Uint32Array(QUARTERS),
    atRest: new Uint32Array(QUARTERS),
  };
  for (let row = frame.start[entity]! + 1; row < frame.start[entity + 1]!; row++) {
    const at = frame.times[row]!;
    const isAtRest = frame.codes[row] === rest;
    if (at < from || at >= to || isAtRest === (frame.codes[row - 1] === rest)) continue;
    addChange(comings, isAtRest, clock.dayOf(at) - firstDay, clock.timeOfDay(at));
  }
  countQuarters(frame, entity, rest, firstDay, comings);
  return comings;
}

function addChange(
  { firstLeft, lastLeft, firstReturn }: ComingsToRest,
  isReturn: boolean,
  day: number,
  time: number,
): void {
  const evening = time < NIGHT_ENDS ? day - 1 : day;
  const late = time < NIGHT_ENDS ? time + DAY : time;
  if (isReturn) {
    if (evening >= 0 && late >= EVENING && Number.isNaN(firstReturn[evening])) firstReturn[evening] = late;
    return;
  }
  if (Number.isNaN(firstLeft[day])) firstLeft[day] = time;
  if (evening >= 0) lastLeft[evening] = late;
}

function countQuarters(
  frame: Frame,
  entity: number,
  rest: number,
  firstDay: number,
  { days, known, atRest }: ComingsToRest,
): void {
  const end = frame.start[entity + 1]!;
  let row = frame.start[entity]!;
  for (let day = 0; day < days; day++) {
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const at = frame.clock.instantOf(firstDay + day, timeOfQuarter(quarter));
      while (row < end && frame.times[row]! < at) row += 1;
      if (row === frame.start[entity] || !isAlive(frame, entity, at)) continue;
      known[quarter]! += 1;
      if (frame.codes[row - 1] === rest) atRest[quarter]! += 1;
    }
  }
}

/** The completed stays of an entity in one state, as columns: start and duration, in milliseconds. */
export interface Stays {
  readonly since: Float64Array;
  readonly duration: Float64Array;
}

export function readStays(frame: Frame, entity: number, state: number, { from, to }: Interval): Stays {
  const since: number[] = [];
  const duration: number[] = [];
  for (let row = frame.start[entity]!; row + 1 < frame.start[entity + 1]!; row++) {
    const began = frame.times[row]!;
    const ended = frame.times[row + 1]!;
    if (frame.codes[row] !== state || began < from || ended > to || isInGap(frame, entity, ended - 1)) continue;
    since.push(began);
    duration.push(ended - began);
  }
  return { since: Float64Array.from(since), duration: Float64Array.from(duration) };
}
