import type { Frame } from "../../history/frame/frame.ts";
import type { Interval } from "../../model/state-change.ts";
import { MINUTE } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import { readStays } from "./comings-to-rest.ts";
import type { Guarded } from "./guarded.ts";

const TOGETHER_SHARE = 0.8;
const TOGETHER = MINUTE;

interface Leaving {
  readonly entityId: string;
  readonly guarded: Guarded;
}

/**
 * Whether two entities leave their rest state at the same moments: a garage door and its contact, a lock and its door.
 */
export function movesTogether(frame: Frame, one: Leaving, other: Leaving, interval: Interval): boolean {
  const [few, many] = [one, other]
    .map((leaving) => leavingsOf(frame, leaving, interval))
    .sort((a, b) => a.length - b.length);
  if (few === undefined || many === undefined) return false;
  const together = few.filter((at) => {
    const index = lowerBound(many, at - TOGETHER);
    return index < many.length && many[index]! <= at + TOGETHER;
  });
  return few.length > 0 && together.length >= TOGETHER_SHARE * few.length;
}

function leavingsOf(frame: Frame, { entityId, guarded }: Leaving, interval: Interval): Float64Array {
  const entity = frame.entities.find(entityId);
  const state = frame.states.find(guarded.away[0]);
  return entity === undefined || state === undefined
    ? new Float64Array(0)
    : readStays(frame, entity, state, interval).since;
}
