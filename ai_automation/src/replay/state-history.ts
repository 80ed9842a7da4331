import { createCodes, type Codes } from "../history/frame/codes.ts";
import type { Frame } from "../history/frame/frame.ts";

/**
 * The states of an entity as Home Assistant saw them, `unavailable` and `unknown` included, ascending. Each entry is a
 * change: neighbors differ, except for event entities, whose state is the time of their last event.
 */
export interface StateHistory {
  /** Milliseconds UTC. */
  readonly times: Float64Array;
  /** Codes in `frame.states`. */
  readonly codes: Codes;
}

/** Merged histories are copies. With those of all entities in memory, a home would take nearly twice as much. */
const MOST_ROWS = 1 << 20;

/** Returns the history of an entity, merged at its first use and again if many others have been used since. */
export function createStateHistories(frame: Frame, mostRows = MOST_ROWS): (entity: number) => StateHistory {
  const merged: (StateHistory | undefined)[] = [];
  const inOrder: number[] = [];
  let rows = 0;
  return (entity) => {
    const known = merged[entity];
    if (known !== undefined) return known;
    const history = historyOf(frame, entity);
    rows += history.times.length;
    while (rows > mostRows && inOrder.length > 0) {
      const oldest = inOrder.shift()!;
      rows -= merged[oldest]?.times.length ?? 0;
      merged[oldest] = undefined;
    }
    merged[entity] = history;
    inOrder.push(entity);
    return history;
  };
}

function historyOf(frame: Frame, entity: number): StateHistory {
  const [first, end] = [frame.start[entity]!, frame.start[entity + 1]!];
  const [firstGap, endGap] = [frame.gapStart[entity]!, frame.gapStart[entity + 1]!];
  if (firstGap === endGap) return { times: frame.times.subarray(first, end), codes: frame.codes.subarray(first, end) };
  const capacity = end - first + 2 * (endGap - firstGap);
  const times = new Float64Array(capacity);
  const codes = createCodes(capacity, frame.states.names.length);
  let length = 0;
  let row = first;
  const add = (at: number, code: number): void => {
    times[length] = at;
    codes[length] = code;
    length += 1;
  };
  const addRowsWhile = (isDue: (at: number) => boolean): void => {
    for (; row < end && isDue(frame.times[row]!); row++) add(frame.times[row]!, frame.codes[row]!);
  };
  for (let gap = firstGap; gap < endGap; gap++) {
    const [from, to] = [frame.gapFrom[gap]!, frame.gapTo[gap]!];
    addRowsWhile((at) => (to > from ? at <= from : at < from));
    add(from, frame.gapCodes[gap]!);
    const isFollowed = (gap + 1 < endGap && frame.gapFrom[gap + 1] === to) || (row < end && frame.times[row] === to);
    if (!isFollowed && to < Infinity && row > first) add(to, frame.codes[row - 1]!);
  }
  addRowsWhile(() => true);
  return { times: times.subarray(0, length), codes: codes.subarray(0, length) };
}
