import type { Suggestion } from "../../model/suggestion.ts";
import type { SuggestionStore } from "../ports.ts";

const isUndecided = ({ status, watchingSince, snoozedUntil }: Suggestion): boolean =>
  status === "pending" && watchingSince === null && snoozedUntil === null;

const MAX_PENDING = 500;

/** Suggestions that await a decision, best first; watched and snoozed ones do not. */
export async function pendingSuggestions(store: Pick<SuggestionStore, "list">): Promise<readonly Suggestion[]> {
  const { items } = await store.list("pending", { limit: MAX_PENDING, offset: 0 });
  return items.filter(isUndecided);
}
