import { createClocks } from "../../model/clock.ts";
import type { HistorySpan } from "../history-ports.ts";

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
