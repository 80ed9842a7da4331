import type { EntitiesIn } from "../history/attribution/called-entities.ts";
import type { UserKindOf } from "../history/attribution/users.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { BackfillProgress } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY, MINUTE, SECOND, type Now } from "../model/time.ts";
import type { UnitStretch } from "../model/unit.ts";
import { pause, type Delays } from "./delays.ts";
import { createUnitReader } from "./fetch-units.ts";
import { isoOf } from "./instants.ts";
import { readWindow } from "./read-window.ts";
import type { Readings } from "./readings.ts";
import type { Session } from "./session.ts";
import { storeWindow } from "./store-window.ts";
import { recorderInfoSchema } from "./wire.ts";

export interface Backfill {
  readonly progress: () => BackfillProgress;
  /**
   * Fills every gap before an instant (null: before now) from the recorder, newest first.
   * Each window is stored as soon as it is read, so it can be interrupted and restarted at any time.
   */
  fill(session: Session, before: number | null): Promise<void>;
  /** Reports that filling failed and will be retried. */
  wait(): void;
}

export interface BackfillParts {
  readonly archive: ChangeArchive;
  readonly delays: Delays;
  readonly readings: Pick<Readings, "succeeded">;
  readonly log: Log;
  readonly now: Now;
  readonly userKindOf: UserKindOf;
  readonly entitiesIn: EntitiesIn;
  readonly continuous: () => readonly string[];
  readonly levelEntities: () => readonly string[];
  /** The units that numeric states have now. */
  readonly units: () => readonly UnitStretch[];
  readonly onProgress: (progress: BackfillProgress) => void;
}

const LONGEST_WINDOW = DAY;
const SHORTEST_WINDOW = 15 * MINUTE;

/** Number of windows without a failure after which a longer window is tried. */
const GROW_AFTER = 10;

/** Number of consecutive empty days that mark the beginning of the recorder's history. */
const EMPTY_DAYS = 14;

const LONGEST_BACKLOG = 1_000;

const NOT_BEGUN: BackfillProgress = {
  state: "waiting",
  daysRead: 0,
  coveredSince: null,
  changesRead: 0,
  secondsLeft: null,
};

export function createBackfill(parts: BackfillParts): Backfill {
  const { archive, delays, readings, log, now } = parts;
  let progress = NOT_BEGUN;
  let longest = LONGEST_WINDOW;
  let readInARow = 0;
  let read = 0;
  let readWithHistory = 0;
  let beginning: number | null = null;
  let begun = performance.now();
  /** The last window that failed: newer windows may succeed while it keeps failing. */
  let failed: Interval | undefined;
  const unitReader = createUnitReader();

  const report = (change: Partial<BackfillProgress>): void => {
    progress = { ...progress, ...change };
    parts.onProgress(progress);
  };

  const succeeded = (window: Interval): void => {
    if (failed !== undefined && (window.to <= failed.from || window.from >= failed.to)) return;
    failed = undefined;
    readings.succeeded("history");
    readings.succeeded("storing history");
  };

  const readInto = async (session: Session, window: Interval): Promise<boolean> => {
    try {
      const { changes, levels, runs, isEmpty } = await readWindow(session, window, {
        userKindOf: parts.userKindOf,
        entitiesIn: parts.entitiesIn,
        continuous: parts.continuous(),
        levelEntities: parts.levelEntities(),
      });
      const measuring = parts.units().map(({ entityId }) => entityId);
      const units = isEmpty ? [] : await unitReader.read(session, window, measuring);
      const added = await storeWindow(archive, { changes, covered: window, levels, runs, units });
      succeeded(window);
      report({ changesRead: progress.changesRead + added });
      log.info(
        { from: isoOf(window.from), to: isoOf(window.to), changes: changes.length, added },
        "history window read",
      );
      readInARow += 1;
      if (readInARow % GROW_AFTER === 0) longest = Math.min(LONGEST_WINDOW, longest * 2);
      return isEmpty;
    } catch (error) {
      // A window that is too large for a message or for the recorder would fail every time.
      longest = Math.max(SHORTEST_WINDOW, longest / 2);
      readInARow = 0;
      failed = window;
      throw error;
    }
  };

  /** Returns when no gap is left before the instant. */
  const fillBefore = async (session: Session, to: number): Promise<void> => {
    let empty: Interval = { from: to, to };
    for (;;) {
      const gap = (await archive.missing({ from: 0, to })).at(-1);
      if (gap === undefined || session.lost.aborted) return;
      report({
        state: "running",
        daysRead: Math.ceil(readWithHistory / DAY),
        coveredSince: gap.to < to ? gap.to : null,
        secondsLeft: secondsLeft(read, performance.now() - begun),
      });
      await waitForRecorder(session, delays);
      const window = { from: Math.max(gap.from, gap.to - longest), to: gap.to };
      const isEmpty = await readInto(session, window);
      empty = isEmpty ? { from: window.from, to: empty.from === window.to ? empty.to : window.to } : EMPTY;
      read += window.to - window.from;
      if (!isEmpty) readWithHistory += window.to - window.from;
      if (empty.to - empty.from < EMPTY_DAYS * DAY) continue;
      await archive.record({ changes: [], covered: { from: gap.from, to: empty.from } });
      if (gap.from > 0) continue;
      beginning = empty.to;
      log.info({ beginning: isoOf(beginning) }, "beginning of the recorded history reached");
    }
  };

  return {
    progress: () => progress,
    wait: () => report({ state: "waiting" }),
    fill: async (session, before) => {
      const started = performance.now();
      begun = started;
      read = readWithHistory = 0;
      const changesBefore = progress.changesRead;
      await archive.record({ changes: [], covered: EMPTY, units: parts.units() });
      for (;;) {
        const settled = now() - delays.settle;
        const to = before === null ? settled : Math.min(before, settled);
        await fillBefore(session, to);
        if (session.lost.aborted) return;
        succeeded({ from: 0, to });
        if (before === null || to === before) break;
        await pause(before - settled, session.lost);
      }
      report({ state: "done", daysRead: Math.ceil(readWithHistory / DAY), coveredSince: beginning, secondsLeft: null });
      const changes = progress.changesRead - changesBefore;
      if (changes > 0)
        log.info({ changes, milliseconds: Math.round(performance.now() - started) }, "history is complete");
    },
  };
}

/** Home Assistant's default `purge_keep_days`. */
const DEFAULT_RETENTION = 10 * DAY;

/** Extrapolates the rate so far, assuming the default retention; null once more than that was read. */
function secondsLeft(read: number, elapsed: number): number | null {
  return read === 0 || read >= DEFAULT_RETENTION ? null : ((elapsed / read) * (DEFAULT_RETENTION - read)) / SECOND;
}

const EMPTY: Interval = { from: 0, to: 0 };

async function waitForRecorder(session: Session, delays: Delays): Promise<void> {
  while (!session.lost.aborted) {
    const { backlog } = await session.call(recorderInfoSchema, { type: "recorder/info" });
    if ((backlog ?? 0) <= LONGEST_BACKLOG) return;
    await pause(delays.readiness, session.lost);
  }
}
