/** P(X >= hits) for X binomial with `trials` and `chance`, summed in logarithms. */
export function binomialTail(hits: number, trials: number, chance: number): number {
  if (hits <= 0 || chance >= 1) return 1;
  if (chance <= 0) return 0;
  let logChoose = 0;
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    if (k > 0) logChoose += Math.log((trials - k + 1) / k);
    if (k >= hits) sum += Math.exp(logChoose + k * Math.log(chance) + (trials - k) * Math.log1p(-chance));
  }
  return Math.min(1, sum);
}
