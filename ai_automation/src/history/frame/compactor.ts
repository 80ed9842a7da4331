import type { Codes } from "./codes.ts";

/** The rows of a frame, and its gaps. See `Frame`. */
export interface CompactRows {
  readonly start: Int32Array;
  readonly times: Float64Array;
  readonly codes: Codes;
  readonly contexts: Uint8Array;
  readonly gapStart: Int32Array;
  readonly gapFrom: Float64Array;
  readonly gapTo: Float64Array;
  readonly gapCodes: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Columns into which rows are written. */
export type RowColumns = Pick<CompactRows, "times" | "codes" | "contexts">;

export interface Compactor {
  /** The rows that follow are those of the next entity, in order of code. */
  readonly beginEntity: (keepsRepeats: boolean) => void;
  /** Rows of one entity come in order of time. */
  readonly add: (at: number, code: number, context: number, kind: RowKind) => void;
  readonly finish: () => CompactRows;
}

/** A restored row shows an earlier occurrence again. */
export type RowKind = "state" | "gap" | "restored";

/** The columns are copied if more than this share of what is kept was written, but dropped. */
const UNUSED_SHARE = 1 / 4;

/**
 * Writes rows into columns, without repeats of the current state and restored occurrences, and moves gaps out of them. The
 * rows may be read from the same columns, since none is written behind the one that was read.
 * @param written how many rows the columns have already
 */
export function createCompactor(given: RowColumns, written = 0): Compactor {
  let { times, codes, contexts } = given;
  const start = [0];
  const gapStart = [0];
  const gapFrom: number[] = [];
  const gapTo: number[] = [];
  const gapCodes: number[] = [];
  let kept = 0;
  let from = Infinity;
  let to = -Infinity;
  let isFirst = true;
  let keepsRepeats = false;
  let current = -1;
  let gap = -1;
  let gapSince = NaN;
  const endGap = (at: number): void => {
    if (gap === -1) return;
    gapFrom.push(gapSince);
    gapTo.push(at);
    gapCodes.push(gap);
    gap = -1;
  };
  const endEntity = (): void => {
    endGap(Infinity);
    start.push(kept);
    gapStart.push(gapFrom.length);
  };
  const grow = (): void => {
    const capacity = Math.ceil(kept * 1.5) + 1;
    times = grown(times, new Float64Array(capacity));
    codes =
      codes instanceof Int32Array ? grown(codes, new Int32Array(capacity)) : grown(codes, new Uint16Array(capacity));
    contexts = grown(contexts, new Uint8Array(capacity));
  };
  return {
    beginEntity: (ownKeepsRepeats) => {
      if (!isFirst) endEntity();
      isFirst = false;
      keepsRepeats = ownKeepsRepeats;
      current = -1;
    },
    add: (at, code, context, kind) => {
      if (at < from) from = at;
      if (at > to) to = at;
      if (kind === "gap") {
        if (code === gap) return;
        endGap(at);
        gap = code;
        gapSince = at;
        return;
      }
      endGap(at);
      if (keepsRepeats ? kind === "restored" : code === current) return;
      current = code;
      if (kept === times.length) grow();
      times[kept] = at;
      codes[kept] = code;
      // See `copyContexts`.
      if (contexts[kept] !== context) contexts[kept] = context;
      kept += 1;
    },
    finish: () => {
      if (!isFirst) endEntity();
      const isWasteful = written > (1 + UNUSED_SHARE) * kept;
      return {
        start: Int32Array.from(start),
        times: isWasteful ? times.slice(0, kept) : times.subarray(0, kept),
        codes: isWasteful ? codes.slice(0, kept) : codes.subarray(0, kept),
        contexts: isWasteful ? contexts.slice(0, kept) : contexts.subarray(0, kept),
        gapStart: Int32Array.from(gapStart),
        gapFrom: Float64Array.from(gapFrom),
        gapTo: Float64Array.from(gapTo),
        gapCodes: Int32Array.from(gapCodes),
        from: kept === 0 ? 0 : from,
        to: kept === 0 ? 0 : to,
      };
    },
  };
}

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;

function grown<T extends Column>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
