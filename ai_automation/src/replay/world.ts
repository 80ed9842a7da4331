import type { Frame } from "../history/frame/frame.ts";
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

/** X(e, t) as a state code, -1 if unknown, and the instant since when. */
export function stateAt(
  frame: Frame,
  entity: number,
  moment: Moment,
): { readonly code: number; readonly since: number } {
  if (entity === moment.entity) return { code: moment.state, since: sinceOfChange(frame, entity, moment) };
  const first = frame.start[entity]!;
  const index = lowerBound(frame.times, moment.at, first, frame.start[entity + 1]);
  return index === first ? { code: -1, since: NaN } : { code: frame.codes[index - 1]!, since: frame.times[index - 1]! };
}

/** With `for`, the triggering change precedes the fire. */
function sinceOfChange(frame: Frame, entity: number, moment: Moment): number {
  const first = frame.start[entity]!;
  const after = lowerBound(frame.times, moment.at + 1, first, frame.start[entity + 1]);
  return after === first ? NaN : frame.times[after - 1]!;
}
