import type { Suggestion } from "../../model/suggestion.ts";
import { DAY, HOUR } from "../../model/time.ts";

/** Suggestions this soon after the very first one belong to the first analysis. */
const FIRST_ANALYSIS = HOUR;
const WEEK = 7 * DAY;

/** How many new suggestions may be offered now: unlimited in the first analysis, then `maxPerWeek` in any seven days. */
export function remainingThisWeek(
  earlier: readonly Pick<Suggestion, "createdAt">[],
  maxPerWeek: number,
  now: number,
): number {
  const offeredAt = earlier.map(({ createdAt }) => Date.parse(createdAt));
  if (offeredAt.length === 0) return Infinity;
  const first = Math.min(...offeredAt);
  const recent = offeredAt.filter((at) => at > first + FIRST_ANALYSIS && at > now - WEEK).length;
  return Math.max(0, maxPerWeek - recent);
}

/** How many the quiet budget of a fleet leaves for now: unlike the household's limit it counts the first analysis, too. */
export function remainingBudget(
  earlier: readonly Pick<Suggestion, "createdAt">[],
  budget: number | null,
  now: number,
): number {
  if (budget === null) return Infinity;
  return Math.max(0, budget - earlier.filter(({ createdAt }) => Date.parse(createdAt) > now - WEEK).length);
}
