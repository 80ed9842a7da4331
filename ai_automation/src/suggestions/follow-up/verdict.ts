import { DAY } from "../../model/time.ts";
import type { FollowedRun } from "../history-ports.ts";

/** Why an automation needs attention. An undone run is a false positive. */
export interface Attention {
  readonly reason: "often_undone" | "imprecise" | "undone_later";
  /** Reversals in the last 14 days; for `undone_later`, the number of days. */
  readonly reversals: number;
  /** Runs since it was created, resumed or fixed. */
  readonly runs: number;
  readonly precision: number;
}

export const ATTENTION_SPAN = 14 * DAY;
const MAX_REVERSALS = 3;
const MIN_RUNS = 8;
const MIN_PRECISION = 0.6;

/** `runs` are those since the automation was created, resumed or fixed. */
export function attentionOf(runs: readonly FollowedRun[], now: number): Attention | null {
  const undone = runs.filter(({ undoneAt }) => undoneAt !== null);
  if (undone.length === 0) return null;
  const reversals = undone.filter(({ at }) => at >= now - ATTENTION_SPAN).length;
  const facts = { reversals, runs: runs.length, precision: 1 - undone.length / runs.length };
  if (reversals >= MAX_REVERSALS) return { reason: "often_undone", ...facts };
  if (runs.length >= MIN_RUNS && facts.precision < MIN_PRECISION) return { reason: "imprecise", ...facts };
  return null;
}
