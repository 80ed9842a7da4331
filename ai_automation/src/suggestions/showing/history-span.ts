import { type Clock, createClock } from "../../model/clock.ts";
import type { HomeInfo } from "../../model/home.ts";
import type { Interval } from "../../model/state-change.ts";

/** The whole local days of all history that is kept; empty where there is none. */
export type HistorySpan = (info: HomeInfo) => Promise<Interval>;

export function createHistorySpan(
  summary: () => Promise<{ readonly first: number | null; readonly last: number | null }>,
): HistorySpan {
  // To make a clock takes longer than to read it.
  let clock: Clock | undefined;
  return async ({ zone }) => {
    const { first, last } = await summary();
    if (first === null || last === null) return { from: 0, to: 0 };
    if (clock?.zone !== zone) clock = createClock(zone);
    return { from: clock.instantOf(clock.dayOf(first), 0), to: clock.instantOf(clock.dayOf(last) + 1, 0) };
  };
}
