import type { Suggestion } from "../../model/suggestion.ts";
import type { SuggestionStore } from "../ports.ts";

/** Whether somebody still has to look at it. */
const isWaiting = ({ status, watchingSince, snoozedUntil }: Suggestion): boolean =>
  status === "pending" && watchingSince === null && snoozedUntil === null;

const MOST = 500;

/** What waits for a decision, best first. */
export async function pendingSuggestions(store: Pick<SuggestionStore, "list">): Promise<readonly Suggestion[]> {
  const { items } = await store.list("pending", { limit: MOST, offset: 0 });
  return items.filter(isWaiting);
}
