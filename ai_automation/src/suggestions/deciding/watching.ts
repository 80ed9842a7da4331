import { createClock } from "../../model/clock.ts";
import type { HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import type { Suggestion, WatchScore } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import { CLOCK_WINDOW } from "../../replay/match.ts";
import type { Miner } from "../miner.ts";
import type { SuggestionStore } from "../ports.ts";
import { missingEntities } from "./missing-entities.ts";
import type { SuggestionAccess } from "./suggestion-access.ts";

const MIN_DECIDED = 8;
const MIN_PRECISION = 0.6;

/** The bar below which a deployed automation needs attention, see follow-up/verdict.ts. */
const performsPoorly = ({ replay: { tp, fp } }: WatchScore): boolean =>
  tp + fp >= MIN_DECIDED && tp / (tp + fp) < MIN_PRECISION;

/** Scores watched suggestions on the days since the watch began, and rejects those that perform poorly. On errors the last score stays. */
export function createWatching(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly miner: Pick<Miner, "replay">;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly now: Now;
  readonly log: Log;
}): (info: HomeInfo) => Promise<void> {
  const { access, store, miner, snapshot, now, log } = parts;

  const score = async ({ automation }: Suggestion, since: string, info: HomeInfo): Promise<WatchScore | undefined> => {
    const clock = createClock(info.zone);
    const from = Date.parse(since);
    // A later run may still be confirmed by an action within the window.
    const to = now() - CLOCK_WINDOW;
    if (to <= from) return undefined;
    const replay = await miner.replay(info, automation, { from, to });
    return { days: clock.dayOf(to) - clock.dayOf(from), replay };
  };

  const drop = async ({ id }: Suggestion, { replay: { tp, fp } }: WatchScore): Promise<void> => {
    await store.move(id, {
      step: "dropped",
      from: ["pending"],
      to: "rejected",
      set: {
        watchingSince: null,
        snoozedUntil: null,
        refusal: `While being watched, it would have been wrong ${fp} of ${tp + fp} times.`,
        refusalCause: { reason: "wrong_when_watched", values: { wrong: String(fp), of: String(tp + fp) } },
      },
      detail: { tp, fp },
    });
  };

  return async (info) => {
    const watched = (await store.withStatus("pending")).filter(({ watchingSince }) => watchingSince !== null);
    for (const suggestion of watched) {
      const { id, watchingSince } = suggestion;
      // Without its entities nothing happens, which would count against it.
      if (watchingSince === null || missingEntities(suggestion.automation, snapshot()).length > 0) continue;
      try {
        const scored = await score(suggestion, watchingSince, info);
        if (scored === undefined) continue;
        await store.saveWatchScore(suggestion, scored);
        if (performsPoorly(scored)) await drop(suggestion, scored);
        await access.changed(id);
      } catch (error) {
        log.warn({ suggestionId: id, err: error }, "scoring a watched suggestion failed");
      }
    }
  };
}
