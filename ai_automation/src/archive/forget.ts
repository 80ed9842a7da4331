import { setImmediate } from "node:timers/promises";
import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { FORGOTTEN_UNTIL } from "../model/key-value-store.ts";
import { TEXT_LEVELS } from "../model/level.ts";
import type { Now } from "../model/time.ts";
import { withConnection } from "./raw-connection.ts";
import { encodeCause } from "./cause-code.ts";
import type { StateWatch } from "./change-archive.ts";
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
  parts: {
    readonly now: Now;
    readonly onForgotten: () => void;
    readonly watchStates: () => StateWatch;
  },
): Forgetter {
  const { now, onForgotten, watchStates } = parts;
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

  const rowsOf = async (entity: number, until: number, states: Set<number>): Promise<number> => {
    let deleted = 0;
    for (;;) {
      const count = await step((connection) => deleteSome(connection, entity, until, states));
      deleted += count;
      if (count < STEP) return deleted;
      await setImmediate();
    }
  };

  /** Of some texts, those that nothing is any more. */
  const forgetTexts = async (candidates: Set<number>): Promise<void> => {
    const watch = watchStates();
    try {
      await keepUsed(step, candidates);
      await forgetNames((connection) => {
        const remove = connection.prepare("DELETE FROM states WHERE id = ?");
        for (const state of candidates) if (!watch.written.has(state)) remove.run(state);
      });
    } finally {
      watch.end();
    }
  };

  return {
    entities: async (entityIds) => {
      let deleted = 0;
      const orphans = new Set<number>();
      for (const entityId of entityIds) {
        await step((connection) => connection.prepare("DELETE FROM automation_runs WHERE entity_id = ?").run(entityId));
        const entity = await step((connection) => idOf(connection, "entities", "entity_id", entityId));
        if (entity === undefined) continue;
        deleted += await rowsOf(entity, Number.MAX_SAFE_INTEGER, orphans);
        deleted += await forgetNames((connection) => {
          const late = deleteSome(connection, entity, Number.MAX_SAFE_INTEGER, orphans);
          deleteLevels(connection, entity, Number.MAX_SAFE_INTEGER, orphans);
          connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ?").run(entity);
          connection.prepare("DELETE FROM entities WHERE id = ?").run(entity);
          return late;
        });
      }
      await forgetTexts(orphans);
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
        connection
          .prepare("INSERT OR REPLACE INTO kept_values (name, value) VALUES (?, ?)")
          .run(FORGOTTEN_UNTIL, JSON.stringify(now()));
        return changes;
      });
      await withConnection(database, (connection) => void connection.exec("VACUUM"));
      await finish();
      return deleted;
    },
    before: async (instant) => {
      let deleted = 0;
      const orphans = new Set<number>();
      await step((connection) => connection.prepare("DELETE FROM automation_runs WHERE at < ?").run(instant));
      for (const entity of await step(allEntities)) {
        deleted += await rowsOf(entity, instant, orphans);
        await step((connection) => {
          deleteLevels(connection, entity, instant, orphans);
          connection
            .prepare("UPDATE entity_counts SET first_ms = max(first_ms, ?) WHERE entity_ref = ?")
            .run(instant, entity);
        });
      }
      if (orphans.size > 0) {
        await forgetTexts(orphans);
        await finish();
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

/** Deletes the oldest rows of an entity before an instant, and takes them out of the counts; their states are collected. */
function deleteSome(connection: Database.Database, entity: number, until: number, states: Set<number>): number {
  const codes = codesOf(connection);
  const rows = connection
    .prepare<[number, number, number, number, number], [cause: number, state: number]>(
      `DELETE FROM changes WHERE entity_ref = ? AND at < min(?, coalesce(
         (SELECT at FROM changes WHERE entity_ref = ? ORDER BY at LIMIT 1 OFFSET ?), ?)) RETURNING cause_ref, state_ref`,
    )
    .raw()
    .all(entity, until, entity, STEP, until);
  for (const [, state] of rows) states.add(state);
  const uncount = connection.prepare(
    "UPDATE entity_counts SET changes = changes - ? WHERE entity_ref = ? AND cause = ?",
  );
  for (const [cause, same] of Map.groupBy(rows, ([one]) => codes.get(one))) uncount.run(same.length, entity, cause);
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ? AND changes <= 0").run(entity);
  return rows.length;
}

/** The same for levels, whose texts are states, too. */
function deleteLevels(connection: Database.Database, entity: number, until: number, states: Set<number>): void {
  const rows = connection
    .prepare<[number, number], [kind: number, value: number]>(
      "DELETE FROM levels WHERE entity_ref = ? AND at < ? RETURNING kind, value",
    )
    .raw()
    .all(entity, until);
  for (const [kind, value] of rows) if (TEXT_CODES.includes(kind)) states.add(value);
}

const TEXT_CODES: readonly number[] = TEXT_LEVELS.map((kind) => LEVEL_CODES[kind]);

const codesOf = (connection: Database.Database): ReadonlyMap<number, number> =>
  new Map(connection.prepare<[], [number, number]>("SELECT id, code FROM causes").raw().all());

/** Leaves only the texts that nothing is: one entity after the other is asked whether it was ever in one of them. */
async function keepUsed(step: Step, candidates: Set<number>): Promise<void> {
  for (const entity of await step(allEntities)) {
    let after: number | undefined = -1;
    while (after !== undefined && candidates.size > 0) {
      const page: StatesPage = await step((connection) => statesAfter(connection, entity, after ?? -1));
      for (const state of page.states) candidates.delete(state);
      after = page.last;
      await setImmediate();
    }
    if (candidates.size === 0) return;
    const texts = await step((connection) => textLevelsOf(connection, entity));
    for (const state of texts) candidates.delete(state);
  }
}

interface StatesPage {
  readonly states: readonly number[];
  /** The instant that it reaches; undefined at the end. */
  readonly last: number | undefined;
}

/** So many rows are looked through at a time. */
const PAGE = 50_000;

function statesAfter(connection: Database.Database, entity: number, after: number): StatesPage {
  const last = connection
    .prepare<[number, number, number], number>(
      "SELECT at FROM changes WHERE entity_ref = ? AND at > ? ORDER BY at LIMIT 1 OFFSET ?",
    )
    .pluck()
    .get(entity, after, PAGE);
  const states = connection
    .prepare<[number, number, number], number>(
      "SELECT DISTINCT state_ref FROM changes WHERE entity_ref = ? AND at > ? AND at <= ?",
    )
    .pluck()
    .all(entity, after, last ?? Number.MAX_SAFE_INTEGER);
  return { states, last };
}

const textLevelsOf = (connection: Database.Database, entity: number): readonly number[] =>
  connection
    .prepare<[number], number>(
      `SELECT DISTINCT value FROM levels WHERE entity_ref = ? AND kind IN (${TEXT_CODES.join()})`,
    )
    .pluck()
    .all(entity);

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
