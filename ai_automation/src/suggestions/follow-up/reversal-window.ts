import type { HomeAutomation } from "../../model/automation.ts";
import { type Suggestion } from "../../model/suggestion.ts";
import { DAY, MINUTE } from "../../model/time.ts";

/** Undoing a run within this time counts as a reversal. */
export const REVERSAL_WINDOW = 15 * MINUTE;

/** Older runs no longer describe the automation. */
const FOLLOWED_SPAN = 90 * DAY;

/** Start of the runs that count for an automation as it is now: its creation, resumption or last fix. */
export function followedSince(
  { id }: Pick<HomeAutomation, "id">,
  suggestions: readonly Suggestion[],
  now: number,
): number {
  const concerning = suggestions.filter(
    ({ status, haAutomationId }) => status === "deployed" && id !== null && haAutomationId === id,
  );
  const instants = concerning.flatMap(({ deployedAt, followedSince: since }) => [deployedAt, since]);
  return Math.max(now - FOLLOWED_SPAN, ...instants.map((at) => (at === null ? -Infinity : Date.parse(at))));
}
