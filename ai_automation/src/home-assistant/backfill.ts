import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { Accounts } from "../history/attribution/accounts.ts";
import { causeOfLogbookRow } from "../history/attribution/logbook-cause.ts";
import type { ChangeArchive } from "../model/archive.ts";
import { UNKNOWN } from "../model/cause.ts";
import { isOccurrence } from "../model/domains.ts";
import type { BackfillProgress } from "../model/home.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { DAY, MINUTE, SECOND } from "../model/time.ts";
import type { Ask } from "./ask.ts";
import { fromSeconds, toIso } from "./instants.ts";
import { historyMessage, logbookRow, recorderMessage } from "./messages.ts";
import { isArchived } from "./recorded-entities.ts";

/** Causes lie before their effects, so each window is read from a little earlier. */
const OVERLAP = MINUTE;
/** The recorder commits every 5 s by default; younger rows may be missing. */
const COMMITTED_AFTER = 10 * SECOND;
/** This many empty days in a row are the end of what the recorder has. */
const EMPTY_DAYS = 14;
const HISTORY_ENTITIES = 50;
const MAX_BACKLOG = 1_000;
const BACKLOG_PAUSE = 5 * SECOND;

export interface BackfillParts {
  readonly ask: Ask;
  readonly archive: ChangeArchive;
  readonly accounts: Accounts;
  /** Entities that only the history has: numbers. */
  readonly numbers: readonly string[];
  /** The end of what is wanted, milliseconds UTC: where live events begin, or now. */
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackfillProgress) => void;
}

export const committedBefore = (now: number): number => now - COMMITTED_AFTER;

/** Reads what the archive does not have yet from the recorder: newest first, a day a call, one call at a time. */
export async function backfill(parts: BackfillParts): Promise<BackfillProgress> {
  const { archive, until, signal, onProgress } = parts;
  let progress: BackfillProgress = { state: "running", daysRead: 0, changesRead: 0, coveredSince: null };
  let emptyDays = 0;
  for (;;) {
    signal.throwIfAborted();
    const gap = (await archive.missing({ from: 0, to: until })).at(-1);
    if (gap === undefined) return { ...progress, state: "done" };
    const window = { from: Math.max(gap.from, gap.to - DAY), to: gap.to };
    await waitForRecorder(parts);
    const changes = await readWindow(parts, window);
    signal.throwIfAborted();
    emptyDays = changes.length === 0 ? emptyDays + 1 : 0;
    const covered = emptyDays < EMPTY_DAYS ? window : { from: gap.from, to: window.to };
    const added = await archive.record(changes, covered);
    progress = {
      state: "running",
      daysRead: progress.daysRead + (changes.length === 0 ? 0 : 1),
      changesRead: progress.changesRead + added,
      coveredSince: changes.length === 0 ? progress.coveredSince : window.from,
    };
    onProgress(progress);
  }
}

async function waitForRecorder({ ask, signal }: BackfillParts): Promise<void> {
  for (;;) {
    const { backlog } = await ask(recorderMessage, { type: "recorder/info" });
    if ((backlog ?? 0) <= MAX_BACKLOG) return;
    await wait(BACKLOG_PAUSE, undefined, { signal });
  }
}

async function readWindow(parts: BackfillParts, window: Interval): Promise<readonly StateChange[]> {
  const logged = await readLogbook(parts, window);
  const numbers = await readNumbers(parts, window);
  return [...logged, ...numbers];
}

async function readLogbook({ ask, accounts }: BackfillParts, { from, to }: Interval): Promise<readonly StateChange[]> {
  const rows = await ask(z.array(logbookRow), {
    type: "logbook/get_events",
    start_time: toIso(from - OVERLAP),
    end_time: toIso(to),
  });
  return rows.flatMap((row): StateChange[] => {
    const at = fromSeconds(row.when);
    const entityId = row.entity_id ?? "";
    const state = isOccurrence(entityId) ? row.attributes?.event_type : row.state;
    if (at < from || at >= to || typeof state !== "string" || !isArchived(entityId)) return [];
    const cause = causeOfLogbookRow(
      {
        entityId,
        state,
        contextUserId: row.context_user_id ?? null,
        contextEventType: row.context_event_type ?? null,
        contextDomain: row.context_domain ?? null,
        contextService: row.context_service ?? null,
        contextEntityId: row.context_entity_id ?? null,
      },
      accounts,
    );
    return [{ entityId, state, at, cause }];
  });
}

async function readNumbers({ ask, numbers }: BackfillParts, { from, to }: Interval): Promise<readonly StateChange[]> {
  const found: StateChange[] = [];
  for (let first = 0; first < numbers.length; first += HISTORY_ENTITIES) {
    const answer = await ask(historyMessage, {
      type: "history/history_during_period",
      start_time: toIso(from),
      end_time: toIso(to),
      entity_ids: numbers.slice(first, first + HISTORY_ENTITIES),
      include_start_time_state: false,
      minimal_response: true,
      no_attributes: true,
    });
    for (const [entityId, rows] of Object.entries(answer)) {
      for (const { s: state, lu } of rows) {
        const at = fromSeconds(lu);
        if (at >= from && at < to) found.push({ entityId, state, at, cause: UNKNOWN });
      }
    }
  }
  return found;
}
