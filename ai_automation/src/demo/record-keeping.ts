import type { ChangeArchive } from "../model/archive.ts";
import type { Clock } from "../model/clock.ts";
import type { BackfillProgress } from "../model/home.ts";
import type { Interval } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";
import { fillHistory } from "./history-filling.ts";
import { levelsWith } from "./level-habits.ts";
import type { DayLife } from "./living-home.ts";

interface RecordSource {
  readonly clock: Clock;
  readonly archive: ChangeArchive;
  readonly seed: number;
  readonly now: Now;
  readonly historyDays: number;
  readonly tickMilliseconds: number;
  lifeBetween(interval: Interval): DayLife;
  onProgress(progress: BackfillProgress): void;
  onKept(): void;
  /** The archive failed to store a part; it is retried with the next tick. */
  onRefused(cause: unknown): void;
}

/** Records the home's past, then its events as time passes. Returns a function that stops it. */
export function keepRecord(source: RecordSource): () => Promise<void> {
  const { clock, archive, now } = source;
  let recordedUntil: number | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const keepUp = async (): Promise<void> => {
    const to = now();
    if (recordedUntil === null) {
      const from = clock.instantOf(clock.dayOf(to) - source.historyDays, 0);
      await fillHistory({ ...source, isStopped: () => isStopped }, { from, to });
      recordedUntil = to;
    } else if (to > recordedUntil) {
      const interval = { from: recordedUntil, to };
      const { changes, runs } = source.lifeBetween(interval);
      await archive.record({ changes, covered: interval, levels: levelsWith(changes, source.seed), runs });
      recordedUntil = to;
    }
  };

  const tick = async (): Promise<void> => {
    try {
      await keepUp();
      if (!isStopped) source.onKept();
    } catch (cause) {
      source.onRefused(cause);
    }
    if (isStopped) return;
    timer = setTimeout(() => {
      working = tick();
    }, source.tickMilliseconds);
  };

  let working = tick();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await working;
  };
}
