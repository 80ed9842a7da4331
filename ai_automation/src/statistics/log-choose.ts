/** The natural logarithm of "n choose k"; -Infinity if k is outside 0 to n. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const EXACT = 256;
const LOG_FACTORIALS = logFactorialsBelow(EXACT);

/** Stirling's series above the table, where its error is below 1e-16. */
function logFactorial(n: number): number {
  if (n < EXACT) return LOG_FACTORIALS[n]!;
  return (n + 0.5) * Math.log(n) - n + Math.log(2 * Math.PI) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}

function logFactorialsBelow(end: number): Float64Array {
  const logs = new Float64Array(end);
  for (let n = 2; n < end; n++) logs[n] = logs[n - 1]! + Math.log(n);
  return logs;
}
