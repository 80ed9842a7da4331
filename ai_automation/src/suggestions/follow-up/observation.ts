import type { HomeAutomation } from "../../model/automation.ts";
import { type Suggestion } from "../../model/suggestion.ts";
import { DAY, MINUTE } from "../../model/time.ts";

/** Undoing what a run did counts as a reversal for so long. */
export const REVERSAL_WINDOW = 15 * MINUTE;

/** What is older no longer says how it does. */
export const FOLLOWED_DAYS = 90 * DAY;

/** Since when the runs of an automation speak for or against it as it is: created, resumed, or fixed. */
export function followedSince(
  { id }: Pick<HomeAutomation, "id">,
  suggestions: readonly Suggestion[],
  now: number,
): number {
  const concerning = suggestions.filter(
    ({ status, haAutomationId }) => status === "deployed" && id !== null && haAutomationId === id,
  );
  const instants = concerning.flatMap(({ deployedAt, followedSince: since }) => [deployedAt, since]);
  return Math.max(now - FOLLOWED_DAYS, ...instants.map((at) => (at === null ? -Infinity : Date.parse(at))));
}
