import { setImmediate } from "node:timers/promises";
import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { TEXT_LEVELS } from "../../model/level.ts";
import type { Now } from "../../model/time.ts";
import { withConnection } from "./connection.ts";
import { encodeCause } from "./cause-code.ts";
import { LEVEL_CODES } from "./level-code.ts";

/** So many rows a step: some milliseconds, between which the process does other things. */
const STEP = 5_000;

export interface Forgetter {
  /** Deletes all that is known of entities, their names with it. Returns how many changes that were. */
  entities(entityIds: readonly string[]): Promise<number>;
  /** Deletes who somebody was wherever they acted: what they did stays as state, withheld as evidence. */
  person(userId: string): Promise<void>;
  /** Deletes the whole history, and has it not fetched again. */
  everything(): Promise<number>;
  /** Deletes what is older than an instant. */
  before(instant: number): Promise<number>;
}

/** Deletes for good: pages are overwritten (secure_delete), and the write-ahead log is cut off. */
export function createForgetter(
  database: Knex,
  { now, onForgotten }: { readonly now: Now; readonly onForgotten: () => void },
): Forgetter {
  const step = <T>(work: (connection: Database.Database) => T): Promise<T> =>
    withConnection(database, (connection) => connection.transaction(() => work(connection)).immediate());
  /** A step that takes names away: nobody may go by their ids from that moment on. */
  const forgetNames: Step = (work) =>
    step((connection) => {
      onForgotten();
      return work(connection);
    });
  const finish = (): Promise<void> =>
    withConnection(database, (connection) => {
      connection.pragma("wal_checkpoint(TRUNCATE)");
    });

  const rowsOf = async (entity: number, until: number): Promise<number> => {
    let deleted = 0;
    for (;;) {
      const count = await step((connection) => deleteSome(connection, entity, until));
      deleted += count;
      if (count < STEP) return deleted;
      await setImmediate();
    }
  };

  return {
    entities: async (entityIds) => {
      let deleted = 0;
      const orphans = new Set<number>();
      const started = now();
      for (const entityId of entityIds) {
        await step((connection) => connection.prepare("DELETE FROM automation_runs WHERE entity_id = ?").run(entityId));
        const entity = await step((connection) => idOf(connection, "entities", "entity_id", entityId));
        if (entity === undefined) continue;
        for (const state of await step((connection) => statesOf(connection, entity))) orphans.add(state);
        deleted += await rowsOf(entity, Number.MAX_SAFE_INTEGER);
        deleted += await forgetNames((connection) => {
          const late = deleteSome(connection, entity, Number.MAX_SAFE_INTEGER);
          for (const table of ["levels", "entity_counts"])
            connection.prepare(`DELETE FROM ${table} WHERE entity_ref = ?`).run(entity);
          connection.prepare("DELETE FROM entities WHERE id = ?").run(entity);
          return late;
        });
      }
      await keepUsed(step, orphans);
      await forgetNames((connection) => deleteTexts(connection, orphans, started));
      await finish();
      return deleted;
    },
    person: async (userId) => {
      const actor = await step((connection) => idOf(connection, "actors", "name", userId));
      if (actor === undefined) return;
      await forgetNames((connection) => {
        connection
          .prepare("UPDATE causes SET code = ?, actor_ref = NULL, user_ref = NULL WHERE actor_ref = ? OR user_ref = ?")
          .run(encodeCause({ kind: "withheld" }).code, actor, actor);
        connection.prepare("DELETE FROM actors WHERE id = ?").run(actor);
      });
      for (const entity of await step(allEntities)) {
        await step((connection) => recount(connection, entity));
        await setImmediate();
      }
      await finish();
    },
    everything: async () => {
      const deleted = await forgetNames((connection) => {
        const changes = connection.prepare<[], number>("SELECT count(*) FROM changes").pluck().get() ?? 0;
        for (const table of [
          "changes",
          "levels",
          "entity_counts",
          "entities",
          "states",
          "actors",
          "causes",
          "coverage",
          "import_marks",
          "automation_runs",
        ])
          connection.prepare(`DELETE FROM ${table}`).run();
        connection.prepare("INSERT INTO coverage (from_ms, to_ms) VALUES (0, ?)").run(now());
        return changes;
      });
      await withConnection(database, (connection) => void connection.exec("VACUUM"));
      await finish();
      return deleted;
    },
    before: async (instant) => {
      let deleted = 0;
      await step((connection) => connection.prepare("DELETE FROM automation_runs WHERE at < ?").run(instant));
      for (const entity of await step(allEntities)) {
        deleted += await rowsOf(entity, instant);
        await step((connection) => {
          connection.prepare("DELETE FROM levels WHERE entity_ref = ? AND at < ?").run(entity, instant);
          connection
            .prepare("UPDATE entity_counts SET first_ms = max(first_ms, ?) WHERE entity_ref = ?")
            .run(instant, entity);
        });
      }
      return deleted;
    },
  };
}

type Step = <T>(work: (connection: Database.Database) => T) => Promise<T>;

const idOf = (connection: Database.Database, table: string, column: string, name: string): number | undefined =>
  connection.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck().get(name);

const allEntities = (connection: Database.Database): readonly number[] =>
  connection.prepare<[], number>("SELECT id FROM entities").pluck().all();

/** Deletes the oldest rows of an entity before an instant, and takes them out of the counts. */
function deleteSome(connection: Database.Database, entity: number, until: number): number {
  const codes = codesOf(connection);
  const causes = connection
    .prepare<[number, number, number, number, number], number>(
      `DELETE FROM changes WHERE entity_ref = ? AND at < min(?, coalesce(
         (SELECT at FROM changes WHERE entity_ref = ? ORDER BY at LIMIT 1 OFFSET ?), ?)) RETURNING cause_ref`,
    )
    .pluck()
    .all(entity, until, entity, STEP, until);
  const uncount = connection.prepare(
    "UPDATE entity_counts SET changes = changes - ? WHERE entity_ref = ? AND cause = ?",
  );
  for (const [cause, same] of Map.groupBy(causes, (one) => codes.get(one))) uncount.run(same.length, entity, cause);
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ? AND changes <= 0").run(entity);
  return causes.length;
}

const codesOf = (connection: Database.Database): ReadonlyMap<number, number> =>
  new Map(connection.prepare<[], [number, number]>("SELECT id, code FROM causes").raw().all());

/** Ids of the texts that an entity's states and levels were. */
function statesOf(connection: Database.Database, entity: number): readonly number[] {
  const textCodes = TEXT_LEVELS.map((kind) => LEVEL_CODES[kind]).join();
  return connection
    .prepare<[number, number], number>(
      `SELECT DISTINCT state_ref FROM changes WHERE entity_ref = ?
       UNION SELECT DISTINCT value FROM levels WHERE entity_ref = ? AND kind IN (${textCodes})`,
    )
    .pluck()
    .all(entity, entity);
}

/** Leaves only the texts that nothing is: one entity after the other is asked whether it was ever in one of them. */
async function keepUsed(step: Step, candidates: Set<number>): Promise<void> {
  for (const entity of await step(allEntities)) {
    if (candidates.size === 0) return;
    for (const state of await step((connection) => statesOf(connection, entity))) candidates.delete(state);
    await setImmediate();
  }
}

/** Deletes texts but for those that came into use meanwhile. */
function deleteTexts(connection: Database.Database, candidates: ReadonlySet<number>, started: number): void {
  const newest = connection.prepare<[number, number], number>(
    "SELECT DISTINCT state_ref FROM changes WHERE entity_ref = ? AND at >= ?",
  );
  const used = new Set(allEntities(connection).flatMap((entity) => newest.pluck().all(entity, started)));
  const remove = connection.prepare("DELETE FROM states WHERE id = ?");
  for (const state of candidates) if (!used.has(state)) remove.run(state);
}

/** Counts an entity's changes anew. */
function recount(connection: Database.Database, entity: number): void {
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ?").run(entity);
  connection
    .prepare(
      `INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
       SELECT entity_ref, cause, count(*), min(at), max(at) FROM told_changes WHERE entity_ref = ? GROUP BY cause`,
    )
    .run(entity);
}
