import type { Frame } from "../history/frame/frame.ts";
import { isInGap } from "../history/frame/lookup.ts";
import type { Interval } from "../model/state-change.ts";
import { createSun, type SunTimes } from "../model/sun.ts";
import { lowerBound } from "../statistics/search.ts";

export interface World {
  readonly frame: Frame;
  /** Null if the home's location is unknown. */
  readonly sun: ((day: number) => SunTimes) | null;
}

export const createWorld = (frame: Frame): World => ({
  frame,
  sun: frame.location === null ? null : createSun(frame.clock, frame.location),
});

/** From the midnight before the first row to the midnight after the last. */
export function wholeDays({ clock, from, to }: Frame): Interval {
  return { from: clock.instantOf(clock.dayOf(from), 0), to: clock.instantOf(clock.dayOf(to) + 1, 0) };
}

/** The instant at which conditions are evaluated and the triggering change, whose entity already has its new state. */
export interface Moment {
  readonly at: number;
  readonly entity: number;
  readonly state: number;
}

/** X(e, t) as a state code and the instant since when. The code is -1 in a gap and before the first row. */
export function stateAt(
  frame: Frame,
  entity: number,
  moment: Moment,
): { readonly code: number; readonly since: number } {
  // With `for`, the triggering change precedes the fire.
  const isTrigger = entity === moment.entity;
  const until = isTrigger ? moment.at + 1 : moment.at;
  if (!isTrigger && isInGap(frame, entity, moment.at - 1)) return AWAY;
  const first = frame.start[entity]!;
  const row = lowerBound(frame.times, until, first, frame.start[entity + 1]) - 1;
  if (row < first) return isTrigger ? { code: moment.state, since: NaN } : AWAY;
  return {
    code: isTrigger ? moment.state : frame.codes[row]!,
    since: Math.max(frame.times[row]!, lastReturn(frame, entity, until)),
  };
}

const AWAY = { code: -1, since: NaN };

/** The end of the last gap before an instant. Home Assistant's `last_changed` starts again there. */
function lastReturn(frame: Frame, entity: number, until: number): number {
  const first = frame.gapStart[entity]!;
  const gap = lowerBound(frame.gapTo, until, first, frame.gapStart[entity + 1]) - 1;
  return gap < first ? -Infinity : frame.gapTo[gap]!;
}
