import type { ChangeArchive } from "../model/archive.ts";
import type { AutomationRun } from "../model/automation.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { Log } from "../model/log.ts";
import type { LevelChange } from "../model/level.ts";
import type { StateChange } from "../model/state-change.ts";
import { type Delays, pause } from "./delays.ts";
import type { Readings } from "./readings.ts";
import { separateInstants } from "../history/separate-instants.ts";

/** Brings live changes into the archive, and marks as covered only what was surely heard. */
export interface LiveRecord {
  add(change: StateChange): void;
  addRun(run: AutomationRun): void;
  addLevels(change: LevelChange): void;
  /** Everything before this instant has been added. */
  heardUntil(instant: number): void;
  /** Writes what is left; safe to repeat. */
  readonly flush: () => Promise<void>;
  /** Writes about once a second until the signal is given, and then once more. */
  run(until: AbortSignal): Promise<void>;
}

export interface LiveRecordParts {
  readonly archive: ChangeArchive;
  readonly log: Log;
  readonly delays: Delays;
  readonly readings?: Pick<Readings, "succeeded" | "failed">;
  /** Since when events are heard, milliseconds UTC. */
  readonly from: number;
}

/** With an archive that refuses for long, the gap is left to the backfill. */
const MOST_WAITING = 50_000;

export function createLiveRecord({ archive, log, delays, readings, from }: LiveRecordParts): LiveRecord {
  let waiting: StateChange[] = [];
  let waitingRuns: AutomationRun[] = [];
  let waitingLevels: LevelChange[] = [];
  let coveredUntil = from;
  let heard = from;
  const writing = createSerialQueue();

  const write = async (): Promise<void> => {
    const changes = waiting;
    const levels = waitingLevels;
    const runs = waitingRuns;
    const to = Math.max(heard, coveredUntil);
    if (changes.length + levels.length + runs.length === 0 && to === coveredUntil) return;
    waiting = [];
    waitingLevels = [];
    waitingRuns = [];
    try {
      const covered = { from: Math.min(coveredUntil, ...startOf(changes)), to };
      await archive.record({ changes: separateInstants(changes), covered, levels, runs });
      coveredUntil = to;
      readings?.succeeded("storing events");
    } catch (error) {
      readings?.failed("storing events");
      log.error({ changes: changes.length, err: error }, "live changes could not be stored");
      waitingLevels = [...levels, ...waitingLevels].slice(-MOST_WAITING);
      waitingRuns = [...runs, ...waitingRuns].slice(-MOST_WAITING);
      if (changes.length + waiting.length <= MOST_WAITING) waiting = [...changes, ...waiting];
      else coveredUntil = to;
    }
  };
  const flush = (): Promise<void> => writing.run(write);

  return {
    add: (change) => {
      // What happened before we listened may lack its cause, and is the backfill's.
      if (change.at < from) return;
      waiting.push(change);
      heard = Math.max(heard, change.at + 1);
    },
    addLevels: (change) => {
      if (change.at < from) return;
      waitingLevels.push(change);
      heard = Math.max(heard, change.at + 1);
    },
    addRun: (run) => {
      if (run.at >= from) waitingRuns.push(run);
    },
    heardUntil: (instant) => {
      heard = Math.max(heard, instant);
    },
    flush,
    run: async (until) => {
      while (!until.aborted) {
        await pause(delays.flush, until);
        await flush();
      }
      await flush();
    },
  };
}

/** A change that was told late lies in a part that is covered already. */
function startOf(changes: readonly StateChange[]): readonly number[] {
  return changes.length === 0 ? [] : [changes.reduce((least, { at }) => Math.min(least, at), Infinity)];
}
