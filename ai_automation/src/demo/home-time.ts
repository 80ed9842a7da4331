import { weekdayOf, type Clock } from "../model/clock.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY, HOUR, SECOND } from "../model/time.ts";

/** A simulated day runs from 04:00 to 04:00. Everything is at rest then, so each day can be simulated independently. */
export const DAY_START = 4 * HOUR;

export interface HomeDay extends Interval {
  readonly day: number;
  /** Whether it starts on a Monday to Friday. */
  readonly isWorkday: boolean;
  /** Converts a wall clock time to an instant in whole seconds; 24:00 to 28:00 are after midnight. */
  readonly at: (timeOfDay: number) => number;
}

export function homeDayOf(clock: Clock, day: number): HomeDay {
  const at = (timeOfDay: number): number =>
    wholeSecond(clock.instantOf(day + Math.floor(timeOfDay / DAY), timeOfDay % DAY));
  return { day, isWorkday: weekdayOf(day) < 5, at, from: at(DAY_START), to: at(DAY + DAY_START) };
}

export const wholeSecond = (instant: number): number => Math.round(instant / SECOND) * SECOND;
