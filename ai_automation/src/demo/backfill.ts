import { setImmediate } from "node:timers/promises";
import type { ChangeArchive } from "../model/archive.ts";
import type { Clock } from "../model/clock.ts";
import type { BackfillProgress } from "../model/home.ts";
import type { Interval } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import type { DayEvents } from "./day-simulation.ts";
import { levelsWith } from "./level-habits.ts";

interface HistorySource {
  readonly clock: Clock;
  readonly archive: ChangeArchive;
  readonly seed: number;
  eventsBetween(interval: Interval): DayEvents;
  onProgress(progress: BackfillProgress): void;
  isStopped(): boolean;
}

/**
 * Records the parts of an interval that the archive is missing, newest day first, and marks everything before it as
 * covered. Returns early when stopped; the rest stays missing.
 */
export async function backfillHistory(source: HistorySource, history: Interval): Promise<void> {
  const { clock, archive } = source;
  for (const before of await archive.missing({ from: 0, to: history.from }))
    await archive.record({ changes: [], covered: before });
  const missing = await archive.missing(history);
  const parts = missing.flatMap((gap) => byDay(clock, gap)).reverse();
  let progress: BackfillProgress = {
    state: "running",
    daysRead: 0,
    coveredSince: coveredSince(parts, 0, history),
    changesRead: 0,
    secondsLeft: null,
  };
  source.onProgress(progress);
  const started = performance.now();
  for (const [index, part] of parts.entries()) {
    if (source.isStopped()) return;
    const { changes, runs } = source.eventsBetween(part);
    await archive.record({ changes, covered: part, levels: levelsWith(changes, source.seed), runs });
    progress = {
      state: "running",
      daysRead: index + 1,
      coveredSince: coveredSince(parts, index + 1, history),
      changesRead: progress.changesRead + changes.length,
      secondsLeft: (((performance.now() - started) / (index + 1)) * (parts.length - index - 1)) / SECOND,
    };
    source.onProgress(progress);
    await setImmediate();
  }
  source.onProgress({ ...progress, state: "done", secondsLeft: null });
}

function coveredSince(parts: readonly Interval[], read: number, { from, to }: Interval): number | null {
  const next = parts[read];
  if (next === undefined) return from;
  return next.to === to ? null : next.to;
}

function byDay(clock: Clock, { from, to }: Interval): readonly Interval[] {
  const days: Interval[] = [];
  for (let start = from; start < to;) {
    const end = Math.min(to, clock.instantOf(clock.dayOf(start) + 1, 0));
    days.push({ from: start, to: end });
    start = end;
  }
  return days;
}
