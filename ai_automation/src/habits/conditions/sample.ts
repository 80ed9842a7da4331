import type { Frame } from "../../history/frame/frame.ts";
import { lastReturn } from "../../history/frame/lookup.ts";
import type { RowIndex } from "../../history/frame/row-index.ts";
import { weekdayOf } from "../../model/clock.ts";
import type { SunTimes } from "../../model/sun.ts";
import { MINUTE } from "../../model/time.ts";

export const SLOT = 30 * MINUTE;

/** The decided fires of a candidate on the training days. `isHit` is 1 for a true positive. */
export interface Sample {
  readonly at: Float64Array;
  readonly isHit: Uint8Array;
  /** A number for each fire, to be filled. */
  readonly column: () => Int32Array;
  readonly rowIndex: RowIndex;
}

/** Memory for the columns of one sample after another: as garbage, those of thousands would fill memory. */
export interface Columns {
  /** Columns for a new sample. The previous sample's are no longer valid. */
  readonly ofLength: (length: number) => () => Int32Array;
}

/** @param longest the most fires of a sample */
export function createColumns(longest: number): Columns {
  const columns: Int32Array[] = [];
  return {
    ofLength: (length) => {
      let used = 0;
      return () => {
        const column = (columns[used] ??= new Int32Array(longest));
        used += 1;
        return column.subarray(0, length);
      };
    },
  };
}

/** A subset of a sample, with its counts. */
export interface Part {
  readonly isIn: Uint8Array;
  readonly tp: number;
  readonly fp: number;
}

export function wholeOf({ isHit }: Sample): Part {
  const tp = isHit.reduce((sum, hit) => sum + hit, 0);
  return { isIn: new Uint8Array(isHit.length).fill(1), tp, fp: isHit.length - tp };
}

/** The half hour of the local day at each fire. */
export const slotsAt = (sample: Sample, { clock }: Frame): Int32Array =>
  columnOf(sample, (instant) => Math.floor(clock.timeOfDay(instant) / SLOT));

export const weekdaysAt = (sample: Sample, { clock }: Frame): Int32Array =>
  columnOf(sample, (instant) => weekdayOf(clock.dayOf(instant)));

/** 1 between sunset and sunrise, else 0. On days without sunset or sunrise it is 0. */
export function darknessAt(sample: Sample, { clock }: Frame, sun: (day: number) => SunTimes): Int32Array {
  return columnOf(sample, (instant) => {
    const { sunrise, sunset } = sun(clock.dayOf(instant));
    return sunrise !== null && sunset !== null && (instant < sunrise || instant >= sunset) ? 1 : 0;
  });
}

function columnOf({ at, column }: Sample, numberAt: (instant: number) => number): Int32Array {
  const numbers = column();
  for (let i = 0; i < at.length; i++) numbers[i] = numberAt(at[i]!);
  return numbers;
}

/**
 * The row of the entity's last change strictly before each fire; -1 if there is none, or if the entity is unavailable or
 * unknown then, so that no condition on it holds.
 */
export function rowsAt({ at, column, rowIndex }: Sample, frame: Frame, entity: number): Int32Array {
  const { gapFrom, gapTo } = frame;
  const first = frame.start[entity]!;
  const endGap = frame.gapStart[entity + 1]!;
  const rows = column();
  let gap = frame.gapStart[entity]!;
  for (let i = 0; i < at.length; i++) {
    const before = at[i]! - 1;
    const row = rowIndex.rowFrom(entity, at[i]!);
    while (gap < endGap && gapTo[gap]! <= before) gap += 1;
    const isInGap = gap < endGap && gapFrom[gap]! <= before;
    rows[i] = row === first || isInGap ? -1 : row - 1;
  }
  return rows;
}

/** For how long the entity has been in the state of a row at each fire, counted from its last return. */
export const agesAt = ({ at }: Sample, frame: Frame, entity: number, rows: Int32Array): Float64Array =>
  Float64Array.from(at, (instant, index) => {
    const since = frame.times[rows[index]!] ?? NaN;
    return instant - Math.max(since, lastReturn(frame, entity, instant));
  });
