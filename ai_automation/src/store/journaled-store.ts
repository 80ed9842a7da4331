import type { KeyValueStore } from "../model/key-value-store.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { DecisionJournal } from "./decision-journal.ts";
import type { ExclusionStore } from "./exclusion-store.ts";

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

/** The same of what is excluded. */
export const journaledExclusions = (
  exclusions: ExclusionStore,
  journal: Pick<DecisionJournal, "compact">,
): ExclusionStore => ({
  ...exclusions,
  replace: async (list) => {
    await exclusions.replace(list);
    await journal.compact();
  },
});

/** The same of values that the journal holds. */
export const journaledValues = (kept: KeyValueStore, journal: Pick<DecisionJournal, "compact">): KeyValueStore => ({
  ...kept,
  set: async (name, value) => {
    await kept.set(name, value);
    await journal.compact();
  },
});
