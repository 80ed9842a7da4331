import { DAY, MINUTE, SECOND } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Frame } from "../frame/frame.ts";
import type { LevelColumn } from "../frame/level-columns.ts";
import { LAGS } from "./people.ts";
import { spikesOf } from "./spikes.ts";

/** A level set together with the state was requested with it. */
const WITH_IT = SECOND;
const LONGEST = MINUTE;
const LEVEL = 0.01;
const LEAST_DAYS = 3;

/**
 * 1 for each level that is always set at the same time after the entity was switched, such as by an integration that
 * dims every lamp 1.5 s after it was turned on.
 */
export function levelsByMachines({ start, times }: Frame, entity: number, column: LevelColumn): Uint8Array {
  const flags = new Uint8Array(column.times.length);
  const first = start[entity]!;
  const end = start[entity + 1]!;
  const lags = column.times.map((at) => {
    const row = lowerBound(times, at + 1, first, end) - 1;
    const lag = row < first ? Infinity : at - times[row]!;
    return lag < WITH_IT || lag > LONGEST ? NaN : Math.floor(lag / SECOND);
  });
  const known = lags.filter((lag) => !Number.isNaN(lag)).sort();
  for (const { from, to, pValue } of spikesOf(known, LAGS)) {
    const rows = [...lags.keys()].filter((index) => lags[index]! >= from && lags[index]! < to);
    const days = new Set(rows.map((index) => Math.floor(column.times[index]! / DAY)));
    if (pValue <= LEVEL && days.size >= LEAST_DAYS) for (const index of rows) flags[index] = 1;
  }
  return flags;
}
