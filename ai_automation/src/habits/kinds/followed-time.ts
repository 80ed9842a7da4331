import type { Frame } from "../../history/frame/frame.ts";
import type { Interval } from "../../model/state-change.ts";
import { MINUTE } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { lowerBound } from "../../statistics/search.ts";

/** How long a state may have to last before an action follows, in milliseconds (evaluation.md 7.3, and none). */
export const HOLDS: readonly number[] = [0, 2, 5, 10, 20, 30, 60].map((minutes) => minutes * MINUTE);

/**
 * The share of time at which an action would follow an entity's turning to a state, after it lasted for each of HOLDS:
 * what pure chance would give.
 */
export type FollowedTime = (entity: number, state: number) => Float64Array;

const NONE = new Float64Array(HOLDS.length);

/** Measures each entity once, when it is first asked for. */
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
