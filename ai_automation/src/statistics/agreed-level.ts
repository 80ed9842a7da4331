import { quantile } from "./quantile.ts";

/** A median of fewer values is a guess. */
export const MIN_TIMES = 5;

/** Half of the values may differ by `spread` and still agree; their median is rounded to a multiple of `step`. */
export interface Tolerance {
  readonly spread: number;
  readonly step: number;
}

export interface Summary {
  readonly median: number;
  /** The lower and the upper quartile. */
  readonly low: number;
  readonly high: number;
  readonly times: number;
}

/** The level that some values agree on; NaN is ignored. Undefined where they are too few or too far apart. */
export function summarise(values: readonly number[], { spread, step }: Tolerance): Summary | undefined {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const [low, median, high] = [quantile(known, 0.25), quantile(known, 0.5), quantile(known, 0.75)];
  if (known.length < MIN_TIMES || high - low > spread) return undefined;
  return { low, high, median: Math.round(median / step) * step, times: known.length };
}
