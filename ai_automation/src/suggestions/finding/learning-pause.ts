import { z } from "zod";
import type { Cause } from "../../model/cause.ts";
import { type KeyValueStore, PAUSED_SINCE } from "../../model/key-value-store.ts";
import type { Now } from "../../model/time.ts";

/** Learning may be paused, as while guests are there: what hands do meanwhile teaches nothing, not later either. */
export interface LearningPause {
  isPaused(): boolean;
  setPaused(isPaused: boolean): Promise<void>;
  /** The same changes, without what must not be learned from. */
  withhold<T extends Caused>(changes: readonly T[]): readonly T[];
}

interface Caused {
  readonly at: number;
  readonly cause: Cause;
}

const keptSchema = z.number().nullable();

export async function openLearningPause(kept: KeyValueStore, now: Now): Promise<LearningPause> {
  let since = (await kept.read(PAUSED_SINCE, keptSchema)) ?? null;
  const withheld = <T extends Caused>(change: T): T =>
    since !== null && change.at >= since && isByHand(change) ? { ...change, cause: { kind: "withheld" } } : change;
  return {
    isPaused: () => since !== null,
    setPaused: async (isPaused) => {
      if (isPaused === (since !== null)) return;
      const next = isPaused ? now() : null;
      await kept.keep(PAUSED_SINCE, next);
      since = next;
    },
    withhold: (changes) => (since === null ? changes : changes.map(withheld)),
  };
}

const isByHand = ({ cause }: Caused): boolean => cause.kind === "person" || cause.kind === "physical";
