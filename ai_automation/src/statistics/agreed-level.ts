import type { NumericLevel } from "../model/level.ts";
import type { UsualLevel } from "../model/suggestion.ts";
import { quantile } from "./quantile.ts";

/** A median of fewer is a guess. */
export const MIN_TIMES = 5;

/**
 * Half of the times a level may differ by this much and still be one habit, in its own unit; and to what step it is
 * rounded. Differences this small are hardly seen or felt (a fifth of the brightness range, one degree).
 */
export const KINDS: Readonly<Record<NumericLevel, { readonly spread: number; readonly step: number }>> = {
  brightness: { spread: 20, step: 1 },
  color_temp_kelvin: { spread: 500, step: 50 },
  position: { spread: 15, step: 5 },
  tilt_position: { spread: 15, step: 5 },
  temperature: { spread: 1, step: 0.5 },
  target_temp_low: { spread: 1, step: 0.5 },
  target_temp_high: { spread: 1, step: 0.5 },
  humidity: { spread: 5, step: 1 },
  volume: { spread: 10, step: 1 },
  percentage: { spread: 20, step: 1 },
};

/** What these levels of a kind come to, with what still counts as the same; undefined where they are no habit. */
export function summariseLevel(
  values: readonly number[],
  kind: NumericLevel,
): { readonly median: number; readonly spread: number } | undefined {
  const { spread } = KINDS[kind];
  const summary = summarise(values, KINDS[kind]);
  return summary === undefined ? undefined : { median: summary.median, spread };
}

export type Summary = Pick<UsualLevel, "median" | "low" | "high" | "times">;

export function summarise(
  values: readonly number[],
  { spread, step }: (typeof KINDS)[NumericLevel],
): Summary | undefined {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const [low, median, high] = [quantile(known, 0.25), quantile(known, 0.5), quantile(known, 0.75)];
  if (known.length < MIN_TIMES || high - low > spread) return undefined;
  return { low, high, median: Math.round(median / step) * step, times: known.length };
}
