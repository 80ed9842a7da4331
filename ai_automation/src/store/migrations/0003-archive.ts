import type { Knex } from "knex";

/**
 * The home's history, integer-coded. `changes.at` is in milliseconds UTC; `cause` is coded by archive/cause-code.ts.
 * `archive_counts` has one row per cause, updated with every write to `changes`.
 */
export const archive: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("CREATE TABLE entities (id INTEGER PRIMARY KEY, entity_id TEXT NOT NULL UNIQUE)");
    await trx.raw("CREATE TABLE states (id INTEGER PRIMARY KEY, state TEXT NOT NULL UNIQUE)");
    await trx.raw("CREATE TABLE actors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
    await trx.raw(`CREATE TABLE changes (
      entity_ref INTEGER NOT NULL,
      at INTEGER NOT NULL,
      state_ref INTEGER NOT NULL,
      cause INTEGER NOT NULL,
      actor_ref INTEGER,
      second_actor_ref INTEGER,
      PRIMARY KEY (entity_ref, at, state_ref)
    ) WITHOUT ROWID`);
    await trx.raw("CREATE TABLE coverage (from_ms INTEGER PRIMARY KEY, to_ms INTEGER NOT NULL) WITHOUT ROWID");
    await trx.raw(`CREATE TABLE archive_counts (
      cause INTEGER PRIMARY KEY,
      changes INTEGER NOT NULL,
      first_ms INTEGER NOT NULL,
      last_ms INTEGER NOT NULL
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    for (const table of ["archive_counts", "coverage", "changes", "actors", "states", "entities"]) {
      await trx.schema.dropTable(table);
    }
  },
};
