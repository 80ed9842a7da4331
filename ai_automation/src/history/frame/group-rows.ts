import { createCodes, type Codes } from "./codes.ts";
import type { Rows } from "./columns.ts";

/** Rows by entity, sorted by time within each. */
export interface GroupedRows {
  /** Entity e's rows are start[e] to start[e + 1], exclusive. */
  readonly start: Int32Array;
  readonly times: Float64Array;
  readonly codes: Codes;
  readonly contexts: Uint8Array;
}

/** Counting sort by entity, then by time where an entity's rows came out of order. Stable. */
export function groupByEntity(rows: Rows, entityCount: number, stateCount: number): GroupedRows {
  const start = new Int32Array(entityCount + 1);
  rows.forEach((_at, entity) => {
    start[entity + 1]! += 1;
  });
  for (let e = 0; e < entityCount; e++) start[e + 1]! += start[e]!;
  const length = start[entityCount]!;
  const grouped = {
    start,
    times: new Float64Array(length),
    codes: createCodes(length, stateCount),
    contexts: new Uint8Array(length),
  };
  const next = start.slice(0, entityCount);
  const isSorted = new Uint8Array(entityCount).fill(1);
  rows.forEach((at, entity, state, context) => {
    const row = next[entity]!;
    next[entity] = row + 1;
    if (row > start[entity]! && grouped.times[row - 1]! > at) isSorted[entity] = 0;
    grouped.times[row] = at;
    grouped.codes[row] = state;
    grouped.contexts[row] = context;
  });
  for (let e = 0; e < entityCount; e++) if (isSorted[e] === 0) sortByTime(grouped, start[e]!, start[e + 1]!);
  return grouped;
}

function sortByTime(rows: GroupedRows, first: number, end: number): void {
  const times = rows.times.slice(first, end);
  const codes = rows.codes.slice(first, end);
  const contexts = rows.contexts.slice(first, end);
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  for (let i = 0; i < order.length; i++) {
    const from = order[i]!;
    rows.times[first + i] = times[from]!;
    rows.codes[first + i] = codes[from]!;
    rows.contexts[first + i] = contexts[from]!;
  }
}
