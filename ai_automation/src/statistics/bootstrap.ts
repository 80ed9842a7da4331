import { quantile } from "./quantile.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Returns a number in [0, 1). */
type Random = () => number;

const DRAWS = 1_000;

/**
 * A statistic of 1,000 samples that are as large as the list and are drawn from it with replacement (B. Efron, The
 * Annals of Statistics 7, 1979). The units have to be independent: where observations come in clusters, such as the
 * days of a home, draw the clusters (A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application, 1997,
 * section 3.8). The sample is valid during the call only. Nothing is drawn from an empty list.
 */
export function resample<Unit, Statistic>(
  units: readonly Unit[],
  random: Random,
  statistic: (sample: readonly Unit[]) => Statistic,
): readonly Statistic[] {
  if (units.length === 0) return [];
  const sample = [...units];
  return Array.from({ length: DRAWS }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = units[Math.floor(random() * units.length)]!;
    return statistic(sample);
  });
}

/**
 * The 2.5% and 97.5% quantiles of resampled values, ignoring null: the percentile interval of B. Efron and R. J.
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13. Null if there are none.
 */
export function percentileInterval(values: readonly (number | null)[]): Range | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}
