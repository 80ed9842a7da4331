import { z } from "zod";
import type { RecordedInterval } from "../../model/archive.ts";
import type { Cause } from "../../model/cause.ts";
import { PAUSED_SINCE, type KeyValueStore } from "../../model/key-value-store.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import type { Now } from "../../model/time.ts";

/** Learning can be paused, for example while guests are there: manual actions meanwhile are never learned from. */
export interface LearningPause {
  isPaused(): boolean;
  setPaused(isPaused: boolean): Promise<void>;
  /** The same interval, with the causes of manual actions since the pause withheld. */
  withhold(recorded: RecordedInterval): RecordedInterval;
}

interface Caused {
  readonly at: number;
  readonly cause: Cause;
}

const storedSchema = z.number().nullable();

export async function openLearningPause(keyValues: KeyValueStore, now: Now): Promise<LearningPause> {
  let since = (await keyValues.get(PAUSED_SINCE, storedSchema)) ?? null;
  const withholdOne = <T extends Caused>(change: T): T =>
    since !== null && change.at >= since && isManual(change) ? { ...change, cause: { kind: "withheld" } } : change;
  const queue = createSerialQueue();
  return {
    isPaused: () => since !== null,
    setPaused: (isPaused) =>
      queue.run(async () => {
        if (isPaused === (since !== null)) return;
        const next = isPaused ? now() : null;
        await keyValues.set(PAUSED_SINCE, next);
        since = next;
      }),
    withhold: (recorded) =>
      since === null
        ? recorded
        : { ...recorded, changes: recorded.changes.map(withholdOne), levels: (recorded.levels ?? []).map(withholdOne) },
  };
}

const isManual = ({ cause }: Caused): boolean => cause.kind === "person" || cause.kind === "physical";
