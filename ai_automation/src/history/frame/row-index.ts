import { advance } from "../../statistics/search.ts";
import type { Frame } from "./frame.ts";

/** Finds rows by time. Each entity is indexed at its first use. */
export interface RowIndex {
  /** The entity's first row that is not before an instant; the end of its rows if there is none. */
  readonly rowFrom: (entity: number, at: number) => number;
}

/** On average. Fewer would find rows no faster, and take more memory: an index has four bytes a span. */
const ROWS_A_SPAN = 8;

/**
 * An index by equal spans of time. A search by halving reads a dozen places of a long column, most of which no cache of
 * the processor holds; the index is small, and leads to one of them.
 */
export function createRowIndex(frame: Pick<Frame, "start" | "times">): RowIndex {
  const spans: (Spans | undefined)[] = [];
  return {
    rowFrom: (entity, at) => {
      const { first, from, rate } = (spans[entity] ??= spansOf(frame, entity));
      if (at < from) return first[0]!;
      const span = Math.min(first.length - 2, Math.floor((at - from) * rate));
      return advance(frame.times, at, first[span]!, first[span + 1]!);
    },
  };
}

interface Spans {
  /** The first row in or after each span; the last one is the end of all rows. */
  readonly first: Int32Array;
  readonly from: number;
  /** Spans a millisecond. */
  readonly rate: number;
}

function spansOf({ start, times }: Pick<Frame, "start" | "times">, entity: number): Spans {
  const begin = start[entity]!;
  const end = start[entity + 1]!;
  const count = Math.max(1, Math.ceil((end - begin) / ROWS_A_SPAN));
  const from = begin === end ? 0 : times[begin]!;
  const length = begin === end ? 0 : times[end - 1]! - from;
  // All rows of a moment are in one span.
  const rate = length < 1 ? 0 : count / length;
  const first = new Int32Array(count + 1).fill(end);
  let span = -1;
  for (let row = begin; row < end; row++) {
    const own = Math.min(count - 1, Math.floor((times[row]! - from) * rate));
    while (span < own) first[++span] = row;
  }
  return { first, from, rate };
}
