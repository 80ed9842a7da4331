import type { Suggestion } from "../../model/suggestion.ts";
import { DAY, type Now } from "../../model/time.ts";
import { type SuggestionAccess, wrongStatus } from "./suggestion-access.ts";
import type { SuggestionStore, Transition } from "../ports.ts";

/** What people do with a suggestion that they do not decide yet. Every call may be repeated. */
export interface Postponement {
  /** Sees how it would do on the days to come. @throws AppError not_found, conflict (not pending) */
  watch(id: number): Promise<Suggestion>;
  unwatch(id: number): Promise<Suggestion>;
  /** Not now: it comes back by itself. @throws AppError not_found, conflict (not pending) */
  snooze(id: number): Promise<Suggestion>;
  unsnooze(id: number): Promise<Suggestion>;
  /** Brings those back whose time has come. */
  wakeUp(): Promise<void>;
}

const SNOOZE = 7 * DAY;

export function createPostponement(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly now: Now;
}): Postponement {
  const { access, store, now } = parts;
  const isoIn = (milliseconds: number): string => new Date(now() + milliseconds).toISOString();

  const take = (id: number, isDone: (suggestion: Suggestion) => boolean, step: () => Step): Promise<Suggestion> =>
    access.inTurn(id, async () => {
      const suggestion = await access.require(id);
      if (isDone(suggestion)) return suggestion;
      if (suggestion.status !== "pending") throw wrongStatus(suggestion, "that is for pending ones");
      await store.move(id, { from: ["pending"], to: "pending", ...step() });
      return access.changed(id);
    });
  const unsnooze = (id: number, by: "person" | "time"): Promise<Suggestion> =>
    take(
      id,
      ({ snoozedUntil }) => snoozedUntil === null,
      () => ({ step: "unsnoozed", set: { snoozedUntil: null }, detail: { by } }),
    );

  return {
    watch: (id) =>
      take(
        id,
        ({ watchingSince }) => watchingSince !== null,
        () => ({ step: "watched", set: { watchingSince: isoIn(0), snoozedUntil: null } }),
      ),
    unwatch: (id) =>
      take(
        id,
        ({ watchingSince }) => watchingSince === null,
        () => ({ step: "unwatched", set: { watchingSince: null } }),
      ),
    snooze: (id) =>
      take(
        id,
        ({ snoozedUntil }) => snoozedUntil !== null,
        () => ({ step: "snoozed", set: { snoozedUntil: isoIn(SNOOZE) } }),
      ),
    unsnooze: (id) => unsnooze(id, "person"),
    wakeUp: async () => {
      const iso = isoIn(0);
      for (const { id, snoozedUntil } of await store.all())
        if (snoozedUntil !== null && snoozedUntil <= iso) await unsnooze(id, "time");
    },
  };
}

type Step = Pick<Transition, "step" | "set" | "detail">;
