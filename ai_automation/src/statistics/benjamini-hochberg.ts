/**
 * The largest p-value that passes at a false discovery rate (Benjamini and Hochberg, JRSS B 57, 1995); -1 if none does.
 * `tests` is the number of hypotheses tried, at least `pValues.length`.
 */
export function benjaminiHochbergCut(pValues: readonly number[], rate: number, tests = pValues.length): number {
  const sorted = [...pValues].sort((a, b) => a - b);
  for (let rank = sorted.length; rank > 0; rank--) {
    if (sorted[rank - 1]! <= (rank * rate) / tests) return sorted[rank - 1]!;
  }
  return -1;
}
