/** The one-sided 90% normal quantile, used for every share that is announced. */
export const Z_90 = 1.28;

/**
 * Lower bound of Wilson's score interval for a proportion (E. B. Wilson, JASA 22, 1927). `z` is the normal quantile:
 * 1.28 for 90% one-sided, 0.84 for 80%. 0 without trials.
 */
export function wilsonLowerBound(hits: number, trials: number, z: number): number {
  if (trials === 0) return 0;
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * trials)) / trials);
  return Math.max(0, (share + (z * z) / (2 * trials) - spread) / (1 + (z * z) / trials));
}
