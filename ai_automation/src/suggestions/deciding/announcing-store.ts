import type { LifecycleStep, SuggestionStore } from "../ports.ts";

/** Calls `onStep` for each step in a suggestion's life, once it is stored. */
export function announcingStore(
  store: SuggestionStore,
  onStep: (id: number, step: LifecycleStep) => void,
): SuggestionStore {
  return {
    ...store,
    offer: async (draft) => {
      const id = await store.offer(draft);
      onStep(id, "offered");
      return id;
    },
    move: async (id, transition) => {
      const isMoved = await store.move(id, transition);
      if (isMoved) onStep(id, transition.step);
      return isMoved;
    },
  };
}
