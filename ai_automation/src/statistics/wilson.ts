/** The normal quantile of 90%, one-sided: how sure one has to be of a share that is announced. */
export const Z_90 = 1.28;

/**
 * Lower end of Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927).
 * `z` is the normal quantile: 1.28 for 90% one-sided, 0.84 for 80%. 0 without trials.
 */
export function wilsonLowerBound(hits: number, trials: number, z: number): number {
  if (trials === 0) return 0;
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share) + (z * z) / (4 * trials)) / trials);
  return Math.max(0, (share + (z * z) / (2 * trials) - spread) / (1 + (z * z) / trials));
}
