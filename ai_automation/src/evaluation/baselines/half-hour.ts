import type { Frame } from "../../history/frame/frame.ts";
import { allActionSeries } from "../../history/frame/lookup.ts";
import { DAY, MINUTE } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Method, Proposal } from "../method.ts";
import { dailyAt } from "./rules.ts";

const LOOK_BACK_DAYS = 14;
const BUCKET = 30 * MINUTE;
const MIN_SHARE = 0.7;
const MIN_COUNT = 2;

/** Baseline: the half hour of the day with most of an entity's changes to a state in the last 14 days. */
export const halfHour: Method = {
  name: "most frequent half hour",
  propose: (frame, learn) => {
    const since = frame.clock.instantOf(frame.clock.dayOf(learn.to) - LOOK_BACK_DAYS, 0);
    return allActionSeries(frame).flatMap((series) => {
      const recent = series.actions.subarray(lowerBound(series.actions, since));
      const { bucket, count } = fullestBucket(frame, recent);
      const share = count / recent.length;
      if (count < MIN_COUNT || share < MIN_SHARE) return [];
      return dailyAt(frame, series, bucket * BUCKET).map((automation): Proposal => ({ automation, confidence: share }));
    });
  },
};

/** Ties go to the earliest. */
function fullestBucket({ clock }: Frame, instants: Float64Array): { readonly bucket: number; readonly count: number } {
  const counts = new Int32Array(DAY / BUCKET);
  for (const at of instants) counts[Math.floor(clock.timeOfDay(at) / BUCKET)]! += 1;
  const count = Math.max(...counts);
  return { bucket: counts.indexOf(count), count };
}
