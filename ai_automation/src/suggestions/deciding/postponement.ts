import type { HomeSnapshot } from "../../model/home.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { DAY, type Now } from "../../model/time.ts";
import type { SuggestionStore, Transition } from "../ports.ts";
import { refuseMissing } from "./missing-entities.ts";
import { wrongStatus, type SuggestionAccess } from "./suggestion-access.ts";

/** Defers the decision on a suggestion. Every call may be repeated. */
export interface Postponement {
  /** Scores it on the days to come. @throws AppError not_found, conflict (not pending, or the home lacks an entity) */
  watch(id: number): Promise<Suggestion>;
  unwatch(id: number): Promise<Suggestion>;
  /** Hides it for a week. @throws AppError not_found, conflict (not pending) */
  snooze(id: number): Promise<Suggestion>;
  unsnooze(id: number): Promise<Suggestion>;
  /** Ends the snoozes that are over. */
  wakeUp(): Promise<void>;
}

const SNOOZE = 7 * DAY;

export function createPostponement(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly now: Now;
}): Postponement {
  const { access, store, snapshot, now } = parts;
  const isoIn = (milliseconds: number): string => new Date(now() + milliseconds).toISOString();

  const transition = (
    id: number,
    isDone: (suggestion: Suggestion) => boolean,
    step: (suggestion: Suggestion) => Step,
  ): Promise<Suggestion> =>
    access.inTurn(id, async () => {
      const suggestion = await access.require(id);
      if (isDone(suggestion)) return suggestion;
      if (suggestion.status !== "pending")
        throw wrongStatus(suggestion, "only pending suggestions can be watched or snoozed");
      await store.move(id, { from: ["pending"], to: "pending", ...step(suggestion) });
      return access.changed(id);
    });
  const unsnooze = (id: number, by: "person" | "time"): Promise<Suggestion> =>
    transition(
      id,
      ({ snoozedUntil }) => snoozedUntil === null,
      () => ({ step: "unsnoozed", set: { snoozedUntil: null }, detail: { by } }),
    );

  return {
    watch: (id) =>
      transition(
        id,
        ({ watchingSince }) => watchingSince !== null,
        ({ automation }) => {
          refuseMissing(automation, snapshot());
          return { step: "watched", set: { watchingSince: isoIn(0), snoozedUntil: null } };
        },
      ),
    unwatch: (id) =>
      transition(
        id,
        ({ watchingSince }) => watchingSince === null,
        () => ({ step: "unwatched", set: { watchingSince: null } }),
      ),
    snooze: (id) =>
      transition(
        id,
        ({ snoozedUntil }) => snoozedUntil !== null,
        () => ({ step: "snoozed", set: { snoozedUntil: isoIn(SNOOZE) } }),
      ),
    unsnooze: (id) => unsnooze(id, "person"),
    wakeUp: async () => {
      const iso = isoIn(0);
      for (const { id, snoozedUntil } of await store.withStatus("pending"))
        if (snoozedUntil !== null && snoozedUntil <= iso) await unsnooze(id, "time");
    },
  };
}

type Step = Pick<Transition, "step" | "set" | "detail">;
