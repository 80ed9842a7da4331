/** Normal quantiles for one-sided bounds that hold with 80% and with 90%. */
export const Z_80 = 0.84;
export const Z_90 = 1.28;

/**
 * Lower bound of Wilson's score interval for a proportion (E. B. Wilson, JASA 22, 1927), one-sided by the normal quantile
 * `z`. 0 without trials.
 */
export function wilsonLowerBound(hits: number, trials: number, z: number): number {
  if (trials === 0) return 0;
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * trials)) / trials);
  return Math.max(0, (share + (z * z) / (2 * trials) - spread) / (1 + (z * z) / trials));
}
