import { DAY, SECOND } from "../../model/time.ts";
import { LEAST_COUNT, widestOf, type Precision } from "./spikes.ts";

/** False if neither a sample of whole seconds of a day, in any order, nor any part of it can have a spike. */
export type MayHaveSpikes = (seconds: Float64Array, precision: Precision) => boolean;

/**
 * Counts events in intervals as wide as the widest spike, which lies in two of them at most. That takes a fraction of the
 * time of sorting the sample, as the search for spikes has to, and very few samples have one.
 */
export function createCrowdTest(): MayHaveSpikes {
  const counts = new Int32Array(DAY / SECOND + 2);
  return (seconds, precision) => {
    const width = widestOf(precision);
    let isCrowded = false;
    for (let i = 0; i < seconds.length; i++) {
      const interval = Math.floor(seconds[i]! / width) + 1;
      const count = counts[interval]! + 1;
      counts[interval] = count;
      if (count + counts[interval - 1]! < LEAST_COUNT && count + counts[interval + 1]! < LEAST_COUNT) continue;
      isCrowded = true;
      break;
    }
    for (let i = 0; i < seconds.length; i++) counts[Math.floor(seconds[i]! / width) + 1] = 0;
    return isCrowded;
  };
}
