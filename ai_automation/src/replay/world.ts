import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import { createSun, type SunTimes } from "../model/sun.ts";
import { SECOND } from "../model/time.ts";
import { lowerBound, upperBound } from "../statistics/search.ts";
import { lastStart } from "./downtime.ts";
import { createStateHistories, type StateHistory } from "./state-history.ts";

export interface World {
  readonly frame: Frame;
  /** Null if the home's location is unknown. */
  readonly sun: ((day: number) => SunTimes) | null;
  readonly stateHistoryOf: (entity: number) => StateHistory;
}

export const createWorld = (frame: Frame): World => ({
  frame,
  sun: frame.location === null ? null : createSun(frame.clock, frame.location),
  stateHistoryOf: createStateHistories(frame),
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
  /** When the triggering change was, if the trigger waited for a hold since; else `at`. */
  readonly began?: number;
  /** The entity of the triggering change, if it may have another state by now. */
  readonly triggeredBy?: number;
}

/**
 * X(e, t) as a state code, `unavailable` and `unknown` included, and the instant since when; -1 before the first row.
 * Other changes at the same instant count as earlier ones, since one message often brings several, such as the brightness
 * with the motion. Those of the same whole second do not: many recordings have whole seconds, and what the change led to
 * would be among them.
 */
export function stateAt(
  { frame, stateHistoryOf }: World,
  entity: number,
  moment: Moment,
): { readonly code: number; readonly since: number } {
  const { times, codes } = stateHistoryOf(entity);
  const isTrigger = entity === moment.entity;
  const isIncluded = isTrigger || moment.at % SECOND !== 0;
  const last = (isIncluded ? upperBound(times, moment.at) : lowerBound(times, moment.at)) - 1;
  const changed = times[last] ?? NaN;
  const since = frame.downtimes.length === 0 ? changed : Math.max(changed, lastStart(frame, moment.at));
  if (isTrigger) return { code: moment.state, since };
  return last < 0 ? UNSEEN : { code: codes[last]!, since };
}

const UNSEEN = { code: -1, since: NaN };
