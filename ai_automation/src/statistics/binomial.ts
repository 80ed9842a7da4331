import { logChoose } from "./log-choose.ts";

/**
 * P(X >= hits) for X binomial with `trials` and `chance`. The first term is computed in logarithms and each further one
 * from its predecessor, so the result stays accurate far out in the tail.
 */
export function binomialTail(hits: number, trials: number, chance: number): number {
  if (hits <= 0) return 1;
  if (chance <= 0 || hits > trials) return 0;
  if (chance >= 1) return 1;
  const odds = chance / (1 - chance);
  const first = logChoose(trials, hits) + hits * Math.log(chance) + (trials - hits) * Math.log1p(-chance);
  let term = 1;
  let sum = 1;
  for (let k = hits; k < trials; k++) {
    term *= ((trials - k) / (k + 1)) * odds;
    sum += term;
    if (term < sum * Number.EPSILON) break;
  }
  return Math.min(1, Math.exp(first + Math.log(sum)));
}
