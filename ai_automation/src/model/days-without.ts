import type { Interval } from "./state-change.ts";
import { DAY } from "./time.ts";

/** Days of an interval without disjoint gaps in it; not whole. */
export const daysWithout = (gaps: readonly Interval[], { from, to }: Interval): number =>
  gaps.reduce((left, gap) => left - (gap.to - gap.from), to - from) / DAY;
