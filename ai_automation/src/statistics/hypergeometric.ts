/**
 * How likely chance alone puts at least `hits` of `marked` among `drawn` of `all`: the upper tail of the
 * hypergeometric distribution (Fisher's exact test, one-sided).
 */
export function drawnByChance(all: number, marked: number, drawn: number, hits: number): number {
  let tail = 0;
  for (let k = hits; k <= Math.min(marked, drawn); k++)
    tail += Math.exp(logChoose(marked, k) + logChoose(all - marked, drawn - k) - logChoose(all, drawn));
  return Math.min(1, tail);
}

/** How likely at least `hits` of `trials` come true when each does with a probability: the upper binomial tail. */
export function hitByChance(trials: number, hits: number, probability: number): number {
  let tail = 0;
  for (let k = hits; k <= trials; k++)
    tail += Math.exp(logChoose(trials, k) + k * Math.log(probability) + (trials - k) * Math.log1p(-probability));
  return Math.min(1, tail);
}

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
