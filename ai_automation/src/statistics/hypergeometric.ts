import { logChoose } from "./log-choose.ts";

/**
 * The upper tail of the hypergeometric distribution (Fisher's exact test, one-sided): the probability that at least
 * `hits` of `drawn` are among the `marked` of `all`.
 */
export function hypergeometricTail(all: number, marked: number, drawn: number, hits: number): number {
  let tail = 0;
  for (let k = Math.max(0, hits); k <= Math.min(marked, drawn); k++)
    tail += Math.exp(logChoose(marked, k) + logChoose(all - marked, drawn - k) - logChoose(all, drawn));
  return Math.min(1, tail);
}
