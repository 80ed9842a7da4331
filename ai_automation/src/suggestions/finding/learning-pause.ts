import { z } from "zod";
import type { RecordedInterval } from "../../model/archive.ts";
import type { Cause } from "../../model/cause.ts";
import { LEARNING_PAUSES, PAUSED_SINCE, type KeyValueStore } from "../../model/key-value-store.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY, type Now } from "../../model/time.ts";

/** A time without learning, milliseconds UTC; open-ended if `to` is null, and planned if it is in the future. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/**
 * Learning can be paused, for example while guests are there: manual actions meanwhile are never learned from, also
 * where the home reports them later, and the days are left out of analyses.
 */
export interface LearningPause {
  isPaused(): boolean;
  /** The pause that lasts; null while learning. */
  current(): Pause | null;
  /** All pauses, oldest first. */
  list(): readonly Pause[];
  /** Pauses, or changes when the pause ends: after so many days, or with null only when it is resumed. */
  pause(days: number | null): Promise<void>;
  resume(): Promise<void>;
  /** The same interval, with the causes of manual actions in a pause withheld. */
  withhold(recorded: RecordedInterval): RecordedInterval;
}

interface Caused {
  readonly at: number;
  readonly cause: Cause;
}

const pausesSchema = z.array(z.object({ from: z.number(), to: z.number().nullable() }));

/** More than anybody remembers; older history is rarely kept. */
const MOST = 200;

export async function openLearningPause(
  keyValues: KeyValueStore,
  now: Now,
  onChange: () => void = () => undefined,
): Promise<LearningPause> {
  let pauses: readonly Pause[] = (await keyValues.get(LEARNING_PAUSES, pausesSchema)) ?? (await earlier(keyValues));
  const current = (): Pause | null => pauses.find(({ from, to }) => contains({ from, to }, now())) ?? null;
  const deciding = createSerialQueue();
  const store = async (next: readonly Pause[]): Promise<void> => {
    await keyValues.set(LEARNING_PAUSES, next.slice(-MOST));
    pauses = next.slice(-MOST);
    onChange();
  };
  const withholdOne = <T extends Caused>(change: T): T =>
    isManual(change) && pauses.some((pause) => contains(pause, change.at))
      ? { ...change, cause: { kind: "withheld" } }
      : change;
  return {
    isPaused: () => current() !== null,
    current,
    list: () => pauses,
    pause: (days) =>
      deciding.run(async () => {
        const at = now();
        const lasting = current();
        const to = days === null ? null : at + days * DAY;
        if (lasting !== null && lasting.to === to) return;
        await store([...pauses.filter((pause) => pause !== lasting), { from: lasting?.from ?? at, to }]);
      }),
    resume: () =>
      deciding.run(async () => {
        const lasting = current();
        if (lasting === null) return;
        await store(pauses.map((pause) => (pause === lasting ? { ...pause, to: now() } : pause)));
      }),
    withhold: (recorded) =>
      pauses.length === 0
        ? recorded
        : { ...recorded, changes: recorded.changes.map(withholdOne), levels: (recorded.levels ?? []).map(withholdOne) },
  };
}

/** A pause that lasts has no end, so that the same history is not read again for each edit meanwhile. */
export const pausedIntervals = (learning: Pick<LearningPause, "list">): readonly Interval[] =>
  learning.list().map(({ from, to }) => ({ from, to: to ?? LAST_INSTANT }));

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_INSTANT = 8.64e15;

/** Before pauses had an end, only the begin of a lasting one was stored. */
async function earlier(keyValues: KeyValueStore): Promise<readonly Pause[]> {
  const since = (await keyValues.get(PAUSED_SINCE, z.number().nullable())) ?? null;
  return since === null ? [] : [{ from: since, to: null }];
}

const contains = ({ from, to }: Pause, at: number): boolean => at >= from && (to === null || at < to);

const isManual = ({ cause }: Caused): boolean =>
  (cause.kind === "person" && cause.via !== "trial") || cause.kind === "physical";
