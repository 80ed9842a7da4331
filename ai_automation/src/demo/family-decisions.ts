import type { Suggestion } from "../model/suggestion.ts";
import { DAY } from "../model/time.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";

const WATCHED = "climate.living_room";
const WATCHED_FOR = 10 * DAY;

/** The simulated family has been watching one of its first suggestions for some days. */
export async function decideAsFamily(
  { id, targets, trigger }: Suggestion,
  store: Pick<SuggestionStore, "move">,
  now: number,
): Promise<void> {
  if (trigger.kind !== "clock" || !targets.some(({ entityId }) => entityId === WATCHED)) return;
  await store.move(id, {
    step: "watched",
    from: ["pending"],
    to: "pending",
    set: { watchingSince: new Date(now - WATCHED_FOR).toISOString() },
  });
}
