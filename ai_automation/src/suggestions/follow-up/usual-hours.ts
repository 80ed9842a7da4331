import type { Clock } from "../../model/clock.ts";
import { DAY, HOUR, MINUTE } from "../../model/time.ts";

/** Local times of day, in milliseconds after midnight; `to` is earlier than `from` past midnight. */
export interface UsualHours {
  readonly from: number;
  readonly to: number;
}

/** Fewer runs show no hours. */
const MIN_RUNS = 5;
const SHARE = 0.9;
/** More than half of the day says nothing. */
const MAX_SPAN = 12 * HOUR;

/**
 * The shortest part of the local day, from the first to the last of its runs, that contains nine tenths of them. Null for
 * few runs, or if they are spread over more than half of the day.
 */
export function usualHours(runs: readonly number[], clock: Clock): UsualHours | null {
  if (runs.length < MIN_RUNS) return null;
  const times = runs.map((at) => clock.timeOfDay(at)).toSorted((a, b) => a - b);
  const wanted = Math.ceil(SHARE * times.length);
  const around = [...times, ...times.map((time) => time + DAY)];
  const spans = times.map((from, first) => ({ from, to: around[first + wanted - 1] ?? Infinity }));
  const shortest = spans.reduce((a, b) => (b.to - b.from < a.to - a.from ? b : a));
  if (shortest.to - shortest.from > MAX_SPAN) return null;
  const toMinute = (time: number): number => (Math.floor(time / MINUTE) * MINUTE) % DAY;
  return { from: toMinute(shortest.from), to: toMinute(shortest.to) };
}
