import { SECOND } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Codes } from "./codes.ts";

interface Rows {
  /** Entity e's rows are start[e] to start[e + 1], exclusive, sorted by time. */
  readonly start: Int32Array;
  readonly times: Float64Array;
  readonly codes: Codes;
}

/** After a restart or an outage, entities return within this time of one another. */
const TOGETHER = 10 * SECOND;

/**
 * The rows of occurrences that only show their last one again: Home Assistant restores event entities and scenes with
 * their old time stamp (2026.11: components/event/entity.py, scene/entity.py), which recordings lack. Such a row ends
 * a gap, repeats the occurrence before it, and comes together with the return of another entity. After a gap that ends
 * alone it may as well be a real occurrence.
 */
export function restoredOccurrences(
  rows: Rows,
  isOccurrence: readonly boolean[],
  isGap: readonly boolean[],
): ReadonlySet<number> {
  const candidates = entitiesOf(rows).flatMap((entity) =>
    isOccurrence[entity] ? returnsOf(rows, entity, isGap).filter(({ isRepeat }) => isRepeat) : [],
  );
  if (candidates.length === 0) return new Set();
  const all = entitiesOf(rows).flatMap((entity) => returnsOf(rows, entity, isGap));
  const times = Float64Array.from(all, ({ row }) => rows.times[row]!).sort();
  const areTogether = (at: number): boolean =>
    lowerBound(times, at + TOGETHER + 1) - lowerBound(times, at - TOGETHER) > 1;
  return new Set(candidates.filter(({ row }) => areTogether(rows.times[row]!)).map(({ row }) => row));
}

const entitiesOf = ({ start }: Rows): readonly number[] =>
  Array.from({ length: start.length - 1 }, (_, entity) => entity);

interface Return {
  readonly row: number;
  readonly isRepeat: boolean;
}

/** An entity's rows that end a gap. */
function returnsOf({ start, codes }: Rows, entity: number, isGap: readonly boolean[]): readonly Return[] {
  const found: Return[] = [];
  let current = -1;
  for (let row = start[entity]!; row < start[entity + 1]!; row++) {
    const code = codes[row]!;
    if (isGap[code]!) continue;
    if (row > start[entity]! && isGap[codes[row - 1]!]!) found.push({ row, isRepeat: code === current });
    current = code;
  }
  return found;
}
