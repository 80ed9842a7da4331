import { separateInstants } from "../history/separate-instants.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { AutomationRun } from "../model/automation.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { LevelChange } from "../model/level.ts";
import type { Log } from "../model/log.ts";
import type { StateChange } from "../model/state-change.ts";
import type { UnitStretch } from "../model/unit.ts";
import { pause, type Delays } from "./delays.ts";
import type { Readings } from "./readings.ts";

/** Records live changes in the archive, and marks as covered only the time for which events were certainly received. */
export interface LiveRecord {
  add(change: StateChange): void;
  addRun(run: AutomationRun): void;
  addLevels(change: LevelChange): void;
  addUnit(stretch: UnitStretch): void;
  /** Everything before this instant has been added. */
  receivedUntil(instant: number): void;
  /** Stores everything received so far; safe to repeat. */
  readonly flush: () => Promise<void>;
  /** Records about once a second until the signal is aborted, and then stores everything. */
  run(until: AbortSignal): Promise<void>;
}

export interface LiveRecordParts {
  readonly archive: ChangeArchive;
  readonly log: Log;
  readonly delays: Delays;
  readonly readings?: Pick<Readings, "succeeded" | "failed">;
  /** When events began to be received, milliseconds UTC. */
  readonly from: number;
}

/** If the archive fails for long, changes beyond this number are dropped and left to the backfill. */
const MAX_QUEUED = 50_000;

export function createLiveRecord({ archive, log, delays, readings, from }: LiveRecordParts): LiveRecord {
  let waiting: StateChange[] = [];
  let waitingRuns: AutomationRun[] = [];
  let waitingLevels: LevelChange[] = [];
  let waitingUnits: UnitStretch[] = [];
  let coveredUntil = from;
  let receivedUntil = from;
  const writing = createSerialQueue();

  const write = async (): Promise<void> => {
    const changes = waiting;
    const levels = waitingLevels;
    const runs = waitingRuns;
    const units = waitingUnits;
    const to = Math.max(receivedUntil, coveredUntil);
    if (changes.length + levels.length + runs.length + units.length === 0 && to === coveredUntil) return;
    waiting = [];
    waitingLevels = [];
    waitingRuns = [];
    waitingUnits = [];
    try {
      const covered = { from: Math.min(coveredUntil, ...startOf(changes)), to };
      await archive.recordSoon({ changes: separateInstants(changes), covered, levels, runs, units });
      coveredUntil = to;
      readings?.succeeded("storing events");
    } catch (error) {
      readings?.failed("storing events");
      log.error({ changes: changes.length, err: error }, "live changes could not be stored");
      waitingLevels = [...levels, ...waitingLevels].slice(-MAX_QUEUED);
      waitingRuns = [...runs, ...waitingRuns].slice(-MAX_QUEUED);
      waitingUnits = [...units, ...waitingUnits].slice(-MAX_QUEUED);
      if (changes.length + waiting.length <= MAX_QUEUED) waiting = [...changes, ...waiting];
      else coveredUntil = to;
    }
  };
  const flush = (): Promise<void> =>
    writing.run(async () => {
      await write();
      try {
        await archive.settle();
      } catch (error) {
        readings?.failed("storing events");
        log.error({ err: error }, "live changes could not be stored");
      }
    });

  return {
    add: (change) => {
      // Changes from before the subscription may lack their cause: the backfill reads them.
      if (change.at < from) return;
      waiting.push(change);
      receivedUntil = Math.max(receivedUntil, change.at + 1);
    },
    addLevels: (change) => {
      if (change.at < from) return;
      waitingLevels.push(change);
      receivedUntil = Math.max(receivedUntil, change.at + 1);
    },
    addUnit: (stretch) => void waitingUnits.push(stretch),
    addRun: (run) => {
      if (run.at >= from) waitingRuns.push(run);
    },
    receivedUntil: (instant) => {
      receivedUntil = Math.max(receivedUntil, instant);
    },
    flush,
    run: async (until) => {
      while (!until.aborted) {
        await pause(delays.record, until);
        await writing.run(write);
      }
      await flush();
    },
  };
}

/** A change that arrives late may lie in time that is already covered. */
function startOf(changes: readonly StateChange[]): readonly number[] {
  return changes.length === 0 ? [] : [changes.reduce((least, { at }) => Math.min(least, at), Infinity)];
}
