import { quantile } from "./quantile.ts";

/** Fewer values do not make a reliable median. */
const MIN_VALUES = 5;

/** The middle half of the values may span at most `spread`; the median is rounded to a multiple of `step`. */
export interface Tolerance {
  readonly spread: number;
  readonly step: number;
}

export interface AgreedLevel {
  readonly median: number;
  /** The lower and upper quartiles. */
  readonly low: number;
  readonly high: number;
  readonly times: number;
}

/** The level that the values agree on, ignoring NaN; undefined if there are too few or they spread too far. */
export function agreedLevel(values: readonly number[], { spread, step }: Tolerance): AgreedLevel | undefined {
  const present = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const [low, median, high] = [quantile(present, 0.25), quantile(present, 0.5), quantile(present, 0.75)];
  if (present.length < MIN_VALUES || high - low > spread) return undefined;
  return { low, high, median: Math.round(median / step) * step, times: present.length };
}
