import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { z } from "zod";
import type { ArchiveSummary, ChangeArchive, RecordedInterval } from "../model/archive.ts";
import { CAUSE_KINDS, type Cause, type CauseKind } from "../model/cause.ts";
import { daysWithout } from "../model/days-without.ts";
import type { LevelChange } from "../model/level.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";
import { CODES_END, decodeCause, encodeCause } from "./cause-code.ts";
import { createChangeWriter, type CodedChange } from "./change-writer.ts";
import { correctCauses } from "./correct-causes.ts";
import { createCoverage } from "./coverage.ts";
import { coveredSpans } from "./covered-spans.ts";
import { gapsIn } from "./gaps.ts";
import { createLevelWriter } from "./level-writer.ts";
import { createNameIds, type NameIds } from "./name-ids.ts";
import { createPendingChanges, type PendingChanges } from "./pending-changes.ts";
import { withConnection, type ShowPending } from "./raw-connection.ts";
import { createRunTriggerIds } from "./run-triggers.ts";
import { createUnitWriter } from "./unit-writer.ts";

export interface SqliteArchive extends ChangeArchive {
  summary(): Promise<ArchiveSummary>;
  /** Makes reads of the database include what `recordSoon` holds. Where that fails, they read the rest. */
  readonly showPending: ShowPending;
  /** Drops what `recordSoon` holds and is to be forgotten. Returns the number of dropped changes. */
  readonly dropPending: PendingChanges["drop"];
  /** Clears the cache of name ids. Call when names are deleted. */
  readonly forgetNames: () => void;
  /** Collects the ids of all states that are written from now on. */
  readonly watchStates: () => StateWatch;
}

interface StateWatch {
  readonly written: ReadonlySet<number>;
  readonly end: () => void;
}

/** The archive in SQLite. Writes are the hot path, so they use prepared statements on the raw connection. */
export function createChangeArchive(database: Knex, monotonic: Now = () => performance.now()): SqliteArchive {
  const watches = new Set<Set<number>>();
  const onState = (id: number): void => {
    for (const written of watches) written.add(id);
  };
  let write = createWriter(onState);
  const pending = createPendingChanges(monotonic);
  const storePending = (connection: Database.Database): void => {
    for (const recorded of pending.intervals()) write(connection, recorded);
    pending.clear();
  };
  const settle = async (): Promise<void> => {
    if (!pending.isEmpty()) await withConnection(database, storePending);
  };
  const showPending = (): Promise<void> => settle().catch(() => undefined);
  /** Work on everything that was recorded. */
  const settled = <T>(work: (connection: Database.Database) => T): Promise<T> =>
    withConnection(database, (connection) => {
      storePending(connection);
      return work(connection);
    });
  return {
    settle,
    showPending,
    dropPending: (isForgotten) => pending.drop(isForgotten),
    recordSoon: async (recorded) => {
      if (pending.isDue()) await settle();
      pending.add(recorded);
    },
    forgetNames: () => {
      write = createWriter(onState);
    },
    watchStates: () => {
      const written = new Set<number>();
      watches.add(written);
      return { written, end: () => void watches.delete(written) };
    },
    record: (recorded) => settled((connection) => write(connection, recorded)),
    correctCauses: (changes) =>
      settled((connection) =>
        connection
          .transaction(() =>
            correctCauses(
              connection,
              createNameIds(connection, () => undefined),
              changes,
            ),
          )
          .immediate(),
      ),
    missing: (interval) =>
      settled((connection) => {
        const rows = connection
          .prepare<[number, number], { from_ms: number; to_ms: number }>(
            "SELECT from_ms, to_ms FROM coverage WHERE to_ms > ? AND from_ms < ? ORDER BY from_ms",
          )
          .all(interval.from, interval.to);
        return gapsIn(
          interval,
          rows.map(({ from_ms, to_ms }) => ({ from: from_ms, to: to_ms })),
        );
      }),
    summary: async () => {
      await showPending();
      return summaryOf(
        await database("entity_counts").select(),
        await database("entities").count({ count: "*" }),
        await coveredSpans(database),
      );
    },
  };
}

type Write = (connection: Database.Database, recorded: RecordedInterval) => number;

function createWriter(onState: (id: number) => void): Write {
  const prepared = new WeakMap<Database.Database, Database.Transaction<Statements["record"]>>();
  return (connection, recorded) => {
    let record = prepared.get(connection);
    if (record === undefined) {
      record = connection.transaction(createStatements(connection, onState).record);
      prepared.set(connection, record);
    }
    try {
      return record.immediate(recorded);
    } catch (error) {
      prepared.delete(connection);
      throw error;
    }
  };
}

interface Statements {
  readonly record: (recorded: RecordedInterval) => number;
}

function createStatements(connection: Database.Database, onState: (id: number) => void): Statements {
  const codeOf = createNameIds(connection, onState);
  const writeLevels = createLevelWriter(connection, codeOf);
  const writeUnit = createUnitWriter(connection);
  const insertChanges = createChangeWriter(connection);
  const triggerIdOf = createRunTriggerIds(connection);
  const insertRun = connection.prepare(
    `INSERT INTO automation_runs (entity_id, at, trigger_ref) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET trigger_ref = coalesce(trigger_ref, excluded.trigger_ref)`,
  );
  const count = connection.prepare(
    `INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
     VALUES (@entity, @cause, @changes, @first, @last)
     ON CONFLICT (entity_ref, cause) DO UPDATE SET changes = changes + excluded.changes,
       first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`,
  );
  const forgottenUntil = connection
    .prepare<[], [entityId: string, until: number]>("SELECT entity_id, until FROM forgotten_until")
    .raw();
  const coverage = createCoverage(connection, codeOf);

  return {
    record: ({ changes, covered, levels = [], runs = [], units = [], imported }) => {
      const forgotten = new Map(forgottenUntil.all());
      const isKept = ({ entityId, at }: StateChange | LevelChange): boolean =>
        forgotten.size === 0 || at >= (forgotten.get(entityId) ?? 0);
      for (const change of levels.filter(isKept)) writeLevels(change);
      const counts = new Map<number, Count>();
      let added = 0;
      const unreported = coverage.withoutReported(changes.filter(isKept), imported !== undefined);
      insertChanges(inKeyOrder(unreported, codeOf), ({ entity, code, at }) => {
        added += 1;
        const key = entity * CODES_END + code;
        const counted = counts.get(key);
        if (counted === undefined) counts.set(key, { entity, cause: code, changes: 1, first: at, last: at });
        else {
          counted.changes += 1;
          counted.first = Math.min(counted.first, at);
          counted.last = Math.max(counted.last, at);
        }
      });
      for (const one of counts.values()) count.run(one);
      for (const { entityId, at, startedBy } of runs) {
        const isForgotten = at < (forgotten.get(startedBy?.entityId ?? "") ?? 0);
        insertRun.run(entityId, at, startedBy === undefined || isForgotten ? null : triggerIdOf(startedBy));
      }
      // After the changes: entities are numbered in the order of their changes, and exports keep that order.
      for (const { entityId, from, to, unit } of units) {
        const since = Math.max(from, forgotten.get(entityId) ?? 0);
        if (to === null || since < to) writeUnit(codeOf.entity(entityId), { from: since, to, unit });
      }
      if (imported === undefined) coverage.mark(covered);
      else coverage.markImported(imported);
      return added;
    },
  };
}

interface Count {
  readonly entity: number;
  readonly cause: number;
  changes: number;
  first: number;
  last: number;
}

/** Writing rows in primary key order is a quarter faster. */
function inKeyOrder(changes: readonly StateChange[], codeOf: NameIds): readonly CodedChange[] {
  // Most causes are one and the same object.
  const causes = new Map<Cause, { readonly code: number; readonly cause: number }>();
  const codedOf = (cause: Cause): { readonly code: number; readonly cause: number } => {
    let known = causes.get(cause);
    if (known === undefined) {
      const coded = encodeCause(cause);
      known = { code: coded.code, cause: codeOf.cause(coded) };
      causes.set(cause, known);
    }
    return known;
  };
  return changes
    .map(({ entityId, at, state, cause: origin }): CodedChange => {
      const { code, cause } = codedOf(origin);
      return { entity: codeOf.entity(entityId), at, state: codeOf.state(state), code, cause };
    })
    .sort((a, b) => a.entity - b.entity || a.at - b.at);
}

const countRows = z.array(
  z.object({ cause: z.number(), changes: z.number(), first_ms: z.number(), last_ms: z.number() }),
);

/** Fast at any size: every write updates the counts. */
function summaryOf(rows: unknown, entityRows: unknown, covered: readonly Interval[]): ArchiveSummary {
  const counts = countRows.parse(rows);
  const [{ count: entities } = { count: 0 }] = z.array(z.object({ count: z.number() })).parse(entityRows);
  const causes = Object.fromEntries(CAUSE_KINDS.map((kind) => [kind, 0])) as Record<CauseKind, number>;
  for (const { cause, changes } of counts)
    causes[decodeCause({ code: cause, actor: null, user: null }).kind] += changes;
  const first = counts.length === 0 ? null : Math.min(...counts.map(({ first_ms }) => first_ms));
  const last = counts.length === 0 ? null : Math.max(...counts.map(({ last_ms }) => last_ms));
  const span = { from: first ?? 0, to: last ?? 0 };
  return {
    changes: counts.reduce((sum, { changes }) => sum + changes, 0),
    entities,
    first,
    last,
    days: daysWithout(gapsIn(span, covered), span),
    causes,
  };
}
