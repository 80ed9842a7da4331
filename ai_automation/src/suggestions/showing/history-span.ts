import { createClocks } from "../../model/clock.ts";
import type { HomeInfo } from "../../model/home.ts";
import type { Interval } from "../../model/state-change.ts";

/** The whole local days of all history that is kept; empty where there is none. */
export type HistorySpan = (info: HomeInfo) => Promise<Interval>;

export function createHistorySpan(
  summary: () => Promise<{ readonly first: number | null; readonly last: number | null }>,
): HistorySpan {
  const clockOf = createClocks();
  return async ({ zone }) => {
    const { first, last } = await summary();
    if (first === null || last === null) return { from: 0, to: 0 };
    const clock = clockOf(zone);
    return { from: clock.instantOf(clock.dayOf(first), 0), to: clock.instantOf(clock.dayOf(last) + 1, 0) };
  };
}
