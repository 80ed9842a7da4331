import type { Frame } from "../history/frame/frame.ts";
import { lowerBound } from "../history/frame/read.ts";
import type { Interval } from "../model/state-change.ts";
import { MINUTE } from "../model/time.ts";

/** How long a state may have to last before an action follows, in milliseconds (evaluation.md 7.3, and none). */
export const HOLDS: readonly number[] = [0, 2, 5, 10, 20, 30, 60].map((minutes) => minutes * MINUTE);

/** For an entity and a state: how often it turned to it, and stayed for each of HOLDS. */
export type ChangeCounts = (entity: number, state: number) => Int32Array;

const NONE = new Int32Array(HOLDS.length);

/** Counts each entity once, when it is first asked for. */
export function createChangeCounts(frame: Frame, { from, to }: Interval): ChangeCounts {
  const known = new Map<number, ReadonlyMap<number, Int32Array>>();
  return (entity, state) => {
    let counts = known.get(entity);
    if (counts === undefined) {
      counts = countChanges(frame, entity, from, to);
      known.set(entity, counts);
    }
    return counts.get(state) ?? NONE;
  };
}

function countChanges(frame: Frame, entity: number, from: number, to: number): ReadonlyMap<number, Int32Array> {
  const counts = new Map<number, Int32Array>();
  const end = lowerBound(frame.times, to, frame.start[entity], frame.start[entity + 1]);
  for (let i = lowerBound(frame.times, from, frame.start[entity], end); i < end; i++) {
    let own = counts.get(frame.codes[i]!);
    if (own === undefined) {
      own = new Int32Array(HOLDS.length);
      counts.set(frame.codes[i]!, own);
    }
    const stay = (i + 1 < end ? frame.times[i + 1]! : to) - frame.times[i]!;
    for (let hold = 0; hold < HOLDS.length; hold++) if (stay >= HOLDS[hold]!) own[hold]! += 1;
  }
  return counts;
}
