import { AppError, type ErrorCause } from "../../model/errors.ts";
import { createKeyedQueue } from "../../model/keyed-queue.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import type { SuggestionStore } from "../ports.ts";

/** Lookup, change notification and locking, shared by all decisions on suggestions. */
export interface SuggestionAccess {
  /** @throws AppError not_found */
  require(id: number): Promise<Suggestion>;
  /** Notifies listeners of a change and returns the current suggestion. */
  changed(id: number): Promise<Suggestion>;
  /** Runs decisions on the same suggestion one after the other. */
  inTurn<T>(id: number, work: () => Promise<T>): Promise<T>;
}

export function createSuggestionAccess(parts: {
  readonly store: Pick<SuggestionStore, "find">;
  readonly onChange: (suggestion: Suggestion) => void;
}): SuggestionAccess {
  const { store, onChange } = parts;
  const require = async (id: number): Promise<Suggestion> => {
    const suggestion = await store.find(id);
    if (suggestion === undefined) throw new AppError("not_found", `There is no suggestion ${id}.`);
    return suggestion;
  };
  return {
    require,
    changed: async (id) => {
      const suggestion = await require(id);
      onChange(suggestion);
      return suggestion;
    },
    inTurn: createKeyedQueue(),
  };
}

export const wrongStatus = (
  { id, status }: Suggestion,
  remedy: string,
  reason: ErrorCause["reason"] = "already_decided",
): AppError => new AppError("conflict", `Suggestion ${id} is ${status}; ${remedy}.`, { told: { reason } });
