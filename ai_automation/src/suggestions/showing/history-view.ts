import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { createClock } from "../../model/clock.ts";
import { daysWithout } from "../../model/days-without.ts";
import { isActuator, isOccurrence } from "../../model/domains.ts";
import { AppError, homeUnknown } from "../../model/errors.ts";
import type { EntityCount, HistoryQueries, StoredChange, StoredLevel } from "../../model/history-queries.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { isGapState, type Interval } from "../../model/state-change.ts";
import { DAY, type Now } from "../../model/time.ts";

/** Instants in milliseconds UTC. */
export interface HistorySummary {
  readonly counts: readonly EntityCount[];
  readonly first: number | null;
  readonly last: number | null;
  /** Days from the first to the last change without the gaps; not whole. */
  readonly days: number;
  /** The newest spans that no source has covered, oldest first. */
  readonly gaps: readonly Interval[];
  readonly sizeBytes: number;
  /** 0 keeps everything. */
  readonly retentionDays: number;
}

/**
 * One local day's changes of the entities that can be operated to another value, oldest first. What became unavailable
 * and came back as it was has not changed: each restart of Home Assistant would fill the day.
 */
export interface Ledger {
  readonly home: HomeSnapshot;
  /** Days since 1970-01-01 in the home's time zone. */
  readonly day: number;
  readonly changes: readonly StoredChange[];
  /** Earlier changes were left out. */
  readonly isTruncated: boolean;
}

/** Changes and levels of one entity, oldest first. */
export interface Timeline {
  readonly entityId: string;
  readonly home: HomeSnapshot | undefined;
  readonly changes: readonly StoredChange[];
  readonly levels: readonly StoredLevel[];
  readonly isTruncated: boolean;
}

export interface EntityOverview {
  readonly counts: readonly EntityCount[];
  readonly home: HomeSnapshot | undefined;
  readonly isExcluded: (entityId: string) => boolean;
}

/** Reads the archive for people. */
export interface HistoryView {
  summary(): Promise<HistorySummary>;
  /** Without a day, today. @throws AppError not_ready */
  ledger(day?: number): Promise<Ledger>;
  /** By default, the week up to now. @throws AppError not_found */
  timeline(
    entityId: string,
    span: { readonly from?: number | undefined; readonly to?: number | undefined },
  ): Promise<Timeline>;
  entities(): Promise<EntityOverview>;
  /** The last local midnight, milliseconds UTC. @throws AppError not_ready */
  today(): number;
}

/** More than a chart can show. */
export const MAX_CHANGES = 2_000;
const MAX_GAPS = 100;
/** Rows before a day in which its entity's value at midnight is looked up: a restart writes two. */
const LOOK_BACK = 20;

export function createHistoryView(parts: {
  readonly queries: HistoryQueries;
  readonly isExcluded: (entityId: string) => boolean;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly now: Now;
  readonly retentionDays: number;
}): HistoryView {
  const { queries, isExcluded, snapshot, now, retentionDays } = parts;
  return {
    summary: async () => {
      const counts = await queries.counts();
      const first = counts.length === 0 ? null : Math.min(...counts.map((one) => one.first));
      const last = counts.length === 0 ? null : Math.max(...counts.map((one) => one.last));
      const span = { from: first ?? 0, to: last ?? 0 };
      const gaps = await queries.gaps(span);
      const days = daysWithout(gaps, span);
      const sizeBytes = await queries.sizeBytes();
      return { counts, first, last, days, gaps: gaps.slice(-MAX_GAPS), sizeBytes, retentionDays };
    },
    ledger: async (requestedDay) => {
      const home = snapshot();
      if (home === undefined) throw homeUnknown();
      const clock = createClock(home.info.zone);
      const day = requestedDay ?? clock.dayOf(now());
      const span = { from: clock.instantOf(day, 0), to: clock.instantOf(day + 1, 0) };
      const changes: StoredChange[] = [];
      for (const entityId of (await queries.entityIds()).filter(isActuator)) {
        // A home can have hundreds of them; do not block other requests.
        await yieldToEventLoop();
        const ofDay = await queries.changes(entityId, span, MAX_CHANGES);
        if (ofDay.length === 0) continue;
        const before = await queries.changes(entityId, { from: 0, to: span.from }, LOOK_BACK);
        changes.push(...realChanges(ofDay, before));
      }
      changes.sort((a, b) => a.at - b.at || a.entityId.localeCompare(b.entityId));
      return { home, day, changes: changes.slice(-MAX_CHANGES), isTruncated: changes.length > MAX_CHANGES };
    },
    timeline: async (entityId, { from, to = now() }) => {
      const home = snapshot();
      if (home?.entities.has(entityId) !== true && !(await queries.entityIds()).includes(entityId))
        throw new AppError("not_found", `There is no entity ${entityId}: GET /api/entities lists them.`);
      const start = from ?? to - 7 * DAY;
      const found = await queries.changes(entityId, { from: start, to }, MAX_CHANGES + 1);
      const isTruncated = found.length > MAX_CHANGES;
      const changes = isTruncated ? found.slice(-MAX_CHANGES) : found;
      const levels = await queries.levels(entityId, { from: isTruncated ? (changes[0]?.at ?? start) : start, to });
      return { entityId, home, changes, levels, isTruncated };
    },
    today: () => {
      const home = snapshot();
      if (home === undefined) throw homeUnknown();
      const clock = createClock(home.info.zone);
      return clock.instantOf(clock.dayOf(now()), 0);
    },
    entities: async () => ({ counts: await queries.counts(), home: snapshot(), isExcluded }),
  };
}

function realChanges(changes: readonly StoredChange[], before: readonly StoredChange[]): readonly StoredChange[] {
  let last = before.findLast(({ state }) => !isGapState(state))?.state;
  return changes.filter(({ entityId, state }) => {
    if (isGapState(state) || (state === last && !isOccurrence(entityId))) return false;
    last = state;
    return true;
  });
}
