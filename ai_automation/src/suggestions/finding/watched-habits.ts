import { z } from "zod";
import type { HabitTarget } from "../../model/habit.ts";
import { WATCHED_HABITS, type KeyValueStore } from "../../model/key-value-store.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { DAY, type Now } from "../../model/time.ts";
import type { ReportedNearMiss } from "../miner.ts";

/** A promising habit that somebody wants to hear of: it becomes a suggestion, or is dropped with a reason. */
export interface WatchedHabit extends HabitTarget {
  readonly title: string;
  /** Milliseconds UTC. */
  readonly since: number;
  /** Null while it is promising. */
  readonly outcome: WatchedOutcome | null;
}

type WatchedOutcome =
  | { readonly kind: "offered"; readonly suggestionId: number; readonly at: number }
  | { readonly kind: "dropped"; readonly reason: string; readonly at: number };

export interface WatchedHabits {
  list(): readonly WatchedHabit[];
  isWatched(target: HabitTarget): boolean;
  watch(habit: HabitTarget & { readonly title: string }): Promise<void>;
  /** Also removes one that has ended from the list. */
  unwatch(target: HabitTarget): Promise<void>;
  /** Compares them with what an analysis found. */
  settle(found: FoundForWatched): Promise<void>;
  /** Reads them again, after entities were renamed in the store. */
  read(): Promise<void>;
  /** Drops those of the entities; null for all. */
  forget(entityIds: readonly string[] | null): Promise<void>;
}

export interface FoundForWatched {
  readonly nearMisses: readonly ReportedNearMiss[];
  /** All suggestions of the home. */
  readonly suggestions: readonly Pick<Suggestion, "id" | "status" | "targets" | "fix">[];
  /** Targets of everything found, offered or not. */
  readonly targets: readonly HabitTarget[];
  /** The reason for what is found no more at all, in the home's language. */
  readonly noLongerSeen: string;
}

/** How long the outcome is shown. */
const SHOWN = 14 * DAY;

const at = z.number();
const storedSchema = z.array(
  z.object({
    entityId: z.string(),
    state: z.string(),
    title: z.string(),
    since: z.number(),
    outcome: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("offered"), suggestionId: z.number(), at }),
        z.object({ kind: z.literal("dropped"), reason: z.string(), at }),
      ])
      .nullable(),
  }),
);

export async function openWatchedHabits(keyValues: KeyValueStore, now: Now): Promise<WatchedHabits> {
  let list: readonly WatchedHabit[] = [];
  const read = async (): Promise<void> => {
    list = (await keyValues.get(WATCHED_HABITS, storedSchema)) ?? [];
  };
  await read();
  const queue = createSerialQueue();
  /** One after the other: each works on what the one before has stored. */
  const update = (change: () => readonly WatchedHabit[]): Promise<void> =>
    queue.run(async () => {
      const next = change();
      if (next.length === 0 && list.length === 0) return;
      await keyValues.set(WATCHED_HABITS, next);
      list = next;
    });
  const without = (target: HabitTarget): readonly WatchedHabit[] => list.filter((one) => !isSameTarget(one, target));
  return {
    read: () => queue.run(read),
    list: () => list,
    isWatched: (target) => list.some((one) => one.outcome === null && isSameTarget(one, target)),
    watch: ({ entityId, state, title }) =>
      update(() => [...without({ entityId, state }), { entityId, state, title, since: now(), outcome: null }]),
    unwatch: (target) => update(() => without(target)),
    settle: (found) =>
      update(() =>
        list
          .filter(({ outcome }) => outcome === null || outcome.at > now() - SHOWN)
          .map((one) => (one.outcome === null ? settled(one, found, now()) : one)),
      ),
    forget: async (entityIds) => {
      const forgotten = new Set(entityIds);
      await update(() => (entityIds === null ? [] : list.filter(({ entityId }) => !forgotten.has(entityId))));
    },
  };
}

function settled(watched: WatchedHabit, found: FoundForWatched, now: number): WatchedHabit {
  const isOf = (target: HabitTarget): boolean => isSameTarget(target, watched);
  const suggestion = found.suggestions.find(
    ({ status, targets, fix }) => (fix ?? null) === null && status !== "rejected" && targets.some(isOf),
  );
  if (found.targets.some(isOf)) {
    if (suggestion === undefined) return watched;
    return { ...watched, outcome: { kind: "offered", suggestionId: suggestion.id, at: now } };
  }
  const near = found.nearMisses.find(isOf);
  if (near !== undefined && near.prospect !== null) return { ...watched, title: near.title };
  return { ...watched, outcome: { kind: "dropped", reason: near?.reason.text ?? found.noLongerSeen, at: now } };
}

const isSameTarget = (one: HabitTarget, other: HabitTarget): boolean =>
  one.entityId === other.entityId && one.state === other.state;
