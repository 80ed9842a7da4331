import { AppError } from "../../model/errors.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { createTurns } from "./in-turn.ts";
import type { SuggestionStore } from "../ports.ts";

/** What every decision on a suggestion needs. */
export interface Desk {
  /** @throws AppError not_found */
  need(id: number): Promise<Suggestion>;
  /** Tells whoever listens that it changed, and answers it as it then is. */
  changed(id: number): Promise<Suggestion>;
  /** Decisions on the same suggestion are carried out one after the other. */
  inTurn<T>(id: number, work: () => Promise<T>): Promise<T>;
}

export function createDesk(parts: {
  readonly store: Pick<SuggestionStore, "find">;
  readonly onChange: (suggestion: Suggestion) => void;
}): Desk {
  const { store, onChange } = parts;
  const need = async (id: number): Promise<Suggestion> => {
    const suggestion = await store.find(id);
    if (suggestion === undefined) throw new AppError("not_found", `There is no suggestion ${id}.`);
    return suggestion;
  };
  return {
    need,
    changed: async (id) => {
      const suggestion = await need(id);
      onChange(suggestion);
      return suggestion;
    },
    inTurn: createTurns(),
  };
}

export const wrongStatus = ({ id, status }: Suggestion, remedy: string): AppError =>
  new AppError("conflict", `Suggestion ${id} is ${status}; ${remedy}.`);
