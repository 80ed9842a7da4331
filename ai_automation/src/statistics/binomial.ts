/** P(X >= hits) for X binomial with `trials` and `chance`: its first term in logarithms, the next ones from it. */
export function binomialTail(hits: number, trials: number, chance: number): number {
  if (hits <= 0 || chance >= 1) return 1;
  if (chance <= 0 || hits > trials) return 0;
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

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}
