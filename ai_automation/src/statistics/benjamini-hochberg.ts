/**
 * The largest p-value that passes at a false discovery rate (Benjamini and Hochberg, JRSS B 57, 1995);
 * -1 when none does. `tests` is how many hypotheses were tried, at least `pValues.length`.
 */
export function benjaminiHochbergCut(pValues: readonly number[], rate: number, tests = pValues.length): number {
  const sorted = [...pValues].sort((a, b) => a - b);
  for (let rank = sorted.length; rank > 0; rank--) {
    if (sorted[rank - 1]! <= (rank * rate) / tests) return sorted[rank - 1]!;
  }
  return -1;
}
