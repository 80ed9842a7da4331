import type { SuggestionStore } from "../suggestions/ports.ts";
import type { DecisionJournal } from "./decision-journal.ts";

/** A store whose decisions are in the journal too before anybody is told of them. */
export function journaled(store: SuggestionStore, journal: Pick<DecisionJournal, "note">): SuggestionStore {
  return {
    ...store,
    move: async (id, transition) => {
      const isMoved = await store.move(id, transition);
      if (isMoved) await journal.note(id);
      return isMoved;
    },
    modify: async (id, automation, replay, title) => {
      const isModified = await store.modify(id, automation, replay, title);
      if (isModified) await journal.note(id);
      return isModified;
    },
    adopt: async (id, automation) => {
      await store.adopt(id, automation);
      await journal.note(id);
    },
  };
}
