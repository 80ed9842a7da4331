import type { Measures } from "../replay/measures.ts";

type Shown = Exclude<keyof Measures, "noopShare">;

/** Measures, or their intervals, under the names of JSON documents. */
export const measuresDocument = <K>({
  precision,
  coverage,
  saved,
  falsePerDay,
  netPerWeek,
}: Readonly<Record<Shown, K>>) => ({
  precision,
  coverage,
  saved_share: saved,
  fp_per_day: falsePerDay,
  net2_per_week: netPerWeek,
});
