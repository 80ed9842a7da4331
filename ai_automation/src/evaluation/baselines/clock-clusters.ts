import { allActionSeries } from "../../history/frame/lookup.ts";
import { createRandom } from "../../model/random.ts";
import { DAY, HOUR, MINUTE } from "../../model/time.ts";
import type { Method, Proposal } from "../method.ts";
import { kMeans, type Cluster } from "./k-means.ts";
import { dailyAt } from "./rules.ts";

const SEED = 1;
const MIN_CONFIDENCE = 0.7;
const MANY = 6;

/** Baseline: k-means on the hour of day; large, narrow clusters become time triggers. */
export const clockClusters: Method = {
  name: "clock clusters",
  propose: (frame) => {
    const random = createRandom(SEED);
    return allActionSeries(frame).flatMap((series) => {
      const hours = Float64Array.from(series.actions, (at) => frame.clock.timeOfDay(at) / HOUR);
      return kMeans(hours, clusterCount(hours.length), random).flatMap((cluster) => {
        const confidence = confidenceOf(cluster, hours.length);
        if (confidence < MIN_CONFIDENCE) return [];
        return dailyAt(frame, series, wholeMinute(cluster.centre)).map((automation): Proposal => ({
          automation,
          confidence: Math.min(1, confidence),
        }));
      });
    });
  },
};

const clusterCount = (events: number): number => (events <= 10 ? 1 : events <= 20 ? 2 : 3);

function confidenceOf({ size, deviation }: Cluster, events: number): number {
  const narrowness = 1 - Math.min((deviation * HOUR) / MINUTE / 120, 0.3);
  return (size / events) * narrowness + (size >= MANY ? 0.1 : 0);
}

const wholeMinute = (hours: number): number => (Math.round((hours * HOUR) / MINUTE) * MINUTE) % DAY;
