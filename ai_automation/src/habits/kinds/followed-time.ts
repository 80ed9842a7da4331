import type { Frame } from "../../history/frame/frame.ts";
import type { Interval } from "../../model/state-change.ts";
import { MINUTE } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { lowerBound } from "../../statistics/search.ts";

/** Holds that are tried, in milliseconds: how long a state must last before the trigger fires. */
export const HOLDS: readonly number[] = [0, 2, 5, 10, 20, 30, 60].map((minutes) => minutes * MINUTE);

/**
 * For each of HOLDS, the share of time within the window after the entity has held a state for that long: the
 * probability that an action at a random instant follows it by chance.
 */
export type FollowedTime = (entity: number, state: number) => Float64Array;

const NONE = new Float64Array(HOLDS.length);

/** Measures each entity once, on first use. */
export function createFollowedTime(frame: Frame, interval: Interval): FollowedTime {
  const known = new Map<number, ReadonlyMap<number, Float64Array>>();
  return (entity, state) => {
    let shares = known.get(entity);
    if (shares === undefined) {
      shares = measure(frame, entity, interval);
      known.set(entity, shares);
    }
    return shares.get(state) ?? NONE;
  };
}

function measure(frame: Frame, entity: number, { from, to }: Interval): ReadonlyMap<number, Float64Array> {
  const shares = new Map<number, Float64Array>();
  const coveredUntil = new Map<number, number>();
  const end = lowerBound(frame.times, to, frame.start[entity], frame.start[entity + 1]);
  for (let i = lowerBound(frame.times, from, frame.start[entity], end); i < end; i++) {
    const state = frame.codes[i]!;
    const at = frame.times[i]!;
    let own = shares.get(state);
    if (own === undefined) {
      own = new Float64Array(HOLDS.length);
      shares.set(state, own);
    }
    const free = Math.max(at, coveredUntil.get(state) ?? from);
    own[0]! += (at + STATE_WINDOW - free) / (to - from);
    coveredUntil.set(state, at + STATE_WINDOW);
    const stay = (i + 1 < end ? frame.times[i + 1]! : to) - at;
    for (let hold = 1; hold < HOLDS.length; hold++)
      own[hold]! += Math.max(0, Math.min(stay - HOLDS[hold]!, STATE_WINDOW)) / (to - from);
  }
  return shares;
}
