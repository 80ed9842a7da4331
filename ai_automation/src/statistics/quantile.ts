/**
 * The smallest value that at least `share` (0 to 1) of the values do not exceed: the inverse of the empirical
 * distribution function, type 1 in Hyndman and Fan (The American Statistician 50, 1996). NaN if empty. `sorted` must be
 * ascending.
 */
export const quantile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
