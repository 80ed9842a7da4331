import type { KeyValueStore } from "../model/key-value-store.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { DecisionJournal } from "./decision-journal.ts";
import type { ExclusionStore } from "./exclusion-store.ts";

/** A store that also writes decisions to the journal before they are confirmed. */
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

/** The same for exclusions. */
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

/** The same for values that the journal contains. */
export const journaledValues = (values: KeyValueStore, journal: Pick<DecisionJournal, "compact">): KeyValueStore => ({
  ...values,
  set: async (name, value) => {
    await values.set(name, value);
    await journal.compact();
  },
});
