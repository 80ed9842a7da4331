import { setImmediate } from "node:timers/promises";
import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { FORGOTTEN_UNTIL } from "../model/key-value-store.ts";
import type { Now } from "../model/time.ts";
import { encodeCause } from "./cause-code.ts";
import type { SqliteArchive } from "./change-archive.ts";
import { allEntities, deleteChanges, deleteLevelsAndUnits, idOf, recount, STEP } from "./delete-rows.ts";
import { withConnection } from "./raw-connection.ts";
import { deleteRunsBefore, forgetRunTrigger } from "./run-triggers.ts";
import { removeUsed, type Step } from "./unused-states.ts";

export interface Forgetter {
  /** How many changes `entities` would delete. */
  count(entityIds: readonly string[]): Promise<number>;
  /** Deletes everything about entities, including their ids. Returns the number of deleted changes. */
  entities(entityIds: readonly string[]): Promise<number>;
  /**
   * Deletes an entity's changes and levels from before an instant, and never stores such again. Returns the number of
   * deleted changes.
   */
  entityBefore(entityId: string, instant: number): Promise<number>;
  /** Deletes a user id from all causes. The changes stay, but as "withheld" they no longer count as evidence. */
  person(userId: string): Promise<void>;
  /** Deletes the whole history and marks it as covered, so that it is not read again. Returns the number of deleted changes. */
  everything(): Promise<number>;
  /** Deletes everything older than an instant. Returns the number of deleted changes. */
  before(instant: number): Promise<number>;
}

/** Deletes permanently: pages are overwritten (secure_delete), and the write-ahead log is truncated. */
export function createForgetter(
  database: Knex,
  parts: {
    readonly now: Now;
    readonly onForgotten: () => void;
    readonly archive: Pick<SqliteArchive, "watchStates" | "dropPending" | "settle">;
  },
): Forgetter {
  const { now, onForgotten, archive } = parts;
  const step: Step = (work) =>
    withConnection(database, (connection) => connection.transaction(() => work(connection)).immediate());
  /** Name ids that are cached elsewhere are invalid from the moment a step deletes names. */
  const deleteNames: Step = (work) =>
    step((connection) => {
      onForgotten();
      return work(connection);
    });
  const truncateLog = (): Promise<void> =>
    withConnection(database, (connection) => {
      connection.pragma("wal_checkpoint(TRUNCATE)");
    });
  const deleteUnused = async (candidates: Set<number>): Promise<void> => {
    const watch = archive.watchStates();
    try {
      await removeUsed(step, candidates);
      await deleteNames((connection) => {
        const remove = connection.prepare("DELETE FROM states WHERE id = ?");
        for (const state of candidates) if (!watch.written.has(state)) remove.run(state);
      });
    } finally {
      watch.end();
    }
  };

  return {
    count: (entityIds) => countChanges(step, entityIds),
    entities: async (entityIds) => {
      const names = new Set(entityIds);
      let deleted = archive.dropPending((entityId) => names.has(entityId));
      const states = new Set<number>();
      for (const entityId of entityIds) deleted += await deleteEntity(step, deleteNames, entityId, states);
      await deleteUnused(states);
      await truncateLog();
      return deleted;
    },
    entityBefore: async (entityId, instant) => {
      const dropped = archive.dropPending((id, at) => id === entityId && at !== undefined && at < instant);
      const states = new Set<number>();
      const entity = await step((connection) => {
        neverStoreBefore(connection, entityId, instant);
        return idOf(connection, "entities", "entity_id", entityId);
      });
      if (entity === undefined) return dropped;
      const deleted = await deleteAllChanges(step, entity, instant, states);
      await step((connection) => {
        deleteLevelsAndUnits(connection, entity, instant, states);
        recount(connection, entity);
      });
      await deleteUnused(states);
      await truncateLog();
      return dropped + deleted;
    },
    person: async (userId) => {
      await archive.settle();
      const actor = await step((connection) => idOf(connection, "actors", "name", userId));
      if (actor === undefined) return;
      await deleteNames((connection) => withholdActor(connection, actor));
      for (const entity of await step(allEntities)) {
        await step((connection) => recount(connection, entity));
        await setImmediate();
      }
      await truncateLog();
    },
    everything: async () => {
      const dropped = archive.dropPending(() => true);
      const deleted = await deleteNames((connection) => deleteHistory(connection, now()));
      await withConnection(database, (connection) => void connection.exec("VACUUM"));
      await truncateLog();
      return dropped + deleted;
    },
    before: async (instant) => {
      await archive.settle();
      let deleted = 0;
      const states = new Set<number>();
      await step((connection) => deleteRunsBefore(connection, instant));
      for (const entity of await step(allEntities)) {
        deleted += await deleteAllChanges(step, entity, instant, states);
        await step((connection) => {
          deleteLevelsAndUnits(connection, entity, instant, states);
          connection
            .prepare("UPDATE entity_counts SET first_ms = max(first_ms, ?) WHERE entity_ref = ?")
            .run(instant, entity);
        });
      }
      if (states.size > 0) {
        await deleteUnused(states);
        await truncateLog();
      }
      return deleted;
    },
  };
}

async function countChanges(step: Step, entityIds: readonly string[]): Promise<number> {
  const sql = "SELECT count(*) FROM changes WHERE entity_ref = (SELECT id FROM entities WHERE entity_id = ?)";
  let count = 0;
  for (const entityId of entityIds) {
    count += await step((connection) => connection.prepare<[string], number>(sql).pluck().get(entityId) ?? 0);
    await setImmediate();
  }
  return count;
}

/** Deletes an entity's rows in steps; the last one also deletes changes that were written meanwhile. */
async function deleteEntity(step: Step, deleteNames: Step, entityId: string, states: Set<number>): Promise<number> {
  await step((connection) => {
    connection.prepare("DELETE FROM automation_runs WHERE entity_id = ?").run(entityId);
    forgetRunTrigger(connection, entityId, Number.MAX_SAFE_INTEGER);
  });
  const entity = await step((connection) => idOf(connection, "entities", "entity_id", entityId));
  if (entity === undefined) return 0;
  const deleted = await deleteAllChanges(step, entity, Number.MAX_SAFE_INTEGER, states);
  const late = await deleteNames((connection) => {
    const count = deleteChanges(connection, entity, Number.MAX_SAFE_INTEGER, states);
    deleteLevelsAndUnits(connection, entity, Number.MAX_SAFE_INTEGER, states);
    connection.prepare("DELETE FROM units WHERE entity_ref = ?").run(entity);
    connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ?").run(entity);
    connection.prepare("DELETE FROM import_coverage WHERE entity_ref = ?").run(entity);
    connection.prepare("DELETE FROM entities WHERE id = ?").run(entity);
    return count;
  });
  return deleted + late;
}

async function deleteAllChanges(step: Step, entity: number, until: number, states: Set<number>): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = await step((connection) => deleteChanges(connection, entity, until, states));
    deleted += count;
    if (count < STEP) return deleted;
    await setImmediate();
  }
}

function neverStoreBefore(connection: Database.Database, entityId: string, instant: number): void {
  forgetRunTrigger(connection, entityId, instant);
  connection
    .prepare(
      `INSERT INTO forgotten_until (entity_id, until) VALUES (?, ?)
       ON CONFLICT (entity_id) DO UPDATE SET until = max(until, excluded.until)`,
    )
    .run(entityId, instant);
}

function withholdActor(connection: Database.Database, actor: number): void {
  connection
    .prepare("UPDATE causes SET code = ?, actor_ref = NULL, user_ref = NULL WHERE actor_ref = ? OR user_ref = ?")
    .run(encodeCause({ kind: "withheld" }).code, actor, actor);
  connection.prepare("DELETE FROM actors WHERE id = ?").run(actor);
}

const HISTORY_TABLES = [
  "changes",
  "levels",
  "units",
  "entity_counts",
  "entities",
  "states",
  "actors",
  "causes",
  "coverage",
  "import_coverage",
  "import_marks",
  "automation_runs",
  "run_triggers",
  "forgotten_until",
] as const;

function deleteHistory(connection: Database.Database, now: number): number {
  const changes = connection.prepare<[], number>("SELECT count(*) FROM changes").pluck().get() ?? 0;
  for (const table of HISTORY_TABLES) connection.prepare(`DELETE FROM ${table}`).run();
  connection.prepare("INSERT INTO coverage (from_ms, to_ms) VALUES (0, ?)").run(now);
  connection
    .prepare("INSERT OR REPLACE INTO kept_values (name, value) VALUES (?, ?)")
    .run(FORGOTTEN_UNTIL, JSON.stringify(now));
  return changes;
}
