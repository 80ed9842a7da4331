import type { Frame } from "../history/frame/frame.ts";
import { isInGap } from "../history/frame/lookup.ts";
import type { SunTimes } from "../model/sun.ts";
import { lowerBound } from "../statistics/search.ts";

/** The instant at which conditions are asked, and the change that asked: its entity already has its new state. */
export interface Moment {
  readonly at: number;
  readonly entity: number;
  readonly state: number;
}

/** What conditions are evaluated on. */
export interface World {
  readonly frame: Frame;
  /** Null where the home's place is not known. */
  readonly sun: ((day: number) => SunTimes) | null;
}

/** X(e, t) at a moment as a state code, and since when. Code -1: in a gap, or before anything is known of it. */
export function stateAt(
  frame: Frame,
  entity: number,
  moment: Moment,
): { readonly code: number; readonly since: number } {
  // With `for`, the triggering change lies before the fire.
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

/** When the last gap before an instant ended: from then on a state counts as new, as Home Assistant's `last_changed`. */
function lastReturn(frame: Frame, entity: number, until: number): number {
  const first = frame.gapStart[entity]!;
  const gap = lowerBound(frame.gapTo, until, first, frame.gapStart[entity + 1]) - 1;
  return gap < first ? -Infinity : frame.gapTo[gap]!;
}
