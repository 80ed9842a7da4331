import type { ChangeArchive } from "../model/archive.ts";
import type { Clock } from "../model/clock.ts";
import type { BackfillProgress } from "../model/home.ts";
import type { Interval } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";
import { backfillHistory } from "./backfill.ts";
import type { DayEvents } from "./day-simulation.ts";
import { levelsWith } from "./level-habits.ts";

interface RecordSource {
  readonly clock: Clock;
  readonly archive: ChangeArchive;
  readonly seed: number;
  readonly now: Now;
  readonly historyDays: number;
  readonly tickMilliseconds: number;
  eventsBetween(interval: Interval): DayEvents;
  onProgress(progress: BackfillProgress): void;
  onRecorded(): void;
  /** The archive failed to store a part; it is retried with the next tick. */
  onFailed(cause: unknown): void;
}

/** Records the home's past, then its events as time passes. Returns a function that stops it. */
export function startRecording(source: RecordSource): () => Promise<void> {
  const { clock, archive, now } = source;
  let recordedUntil: number | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const catchUp = async (): Promise<void> => {
    const to = now();
    if (recordedUntil === null) {
      const from = clock.instantOf(clock.dayOf(to) - source.historyDays, 0);
      await backfillHistory({ ...source, isStopped: () => isStopped }, { from, to });
      recordedUntil = to;
    } else if (to > recordedUntil) {
      const interval = { from: recordedUntil, to };
      const { changes, runs } = source.eventsBetween(interval);
      await archive.recordSoon({ changes, covered: interval, levels: levelsWith(changes, source.seed), runs });
      recordedUntil = to;
    }
  };

  const tick = async (): Promise<void> => {
    try {
      await catchUp();
      if (!isStopped) source.onRecorded();
    } catch (cause) {
      source.onFailed(cause);
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
