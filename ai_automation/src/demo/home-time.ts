import { type Clock, weekdayOf } from "../model/clock.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY, HOUR, SECOND } from "../model/time.ts";

/** A day of the home runs from 04:00 to 04:00: everything is at rest then, so that each day can be worked out alone. */
export const DAY_START = 4 * HOUR;

export interface HomeDay extends Interval {
  readonly day: number;
  /** Monday to Friday of the day on which it starts. */
  readonly isWorkday: boolean;
  /** A wall clock time, 24:00 to 28:00 for those after midnight, as an instant in whole seconds. */
  readonly at: (timeOfDay: number) => number;
}

export function homeDayOf(clock: Clock, day: number): HomeDay {
  const at = (timeOfDay: number): number =>
    wholeSecond(clock.instantOf(day + Math.floor(timeOfDay / DAY), timeOfDay % DAY));
  return { day, isWorkday: weekdayOf(day) < 5, at, from: at(DAY_START), to: at(DAY + DAY_START) };
}

export const wholeSecond = (instant: number): number => Math.round(instant / SECOND) * SECOND;
