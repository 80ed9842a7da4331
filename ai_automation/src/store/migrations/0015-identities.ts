import type { Knex } from "knex";

/**
 * The home's registry as last read, the ids that entities had before, and until when the history of an entity was
 * deleted. Instants are in milliseconds UTC.
 */
export const identities: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE registry_entries (
      registry_id TEXT PRIMARY KEY,
      entity_id TEXT NOT NULL,
      platform TEXT NOT NULL,
      unique_id TEXT NOT NULL,
      device_id TEXT,
      original_name TEXT,
      shows_id TEXT,
      gone_at INTEGER
    ) WITHOUT ROWID`);
    await trx.raw(`CREATE TABLE entity_moves (
      id INTEGER PRIMARY KEY,
      batch INTEGER NOT NULL,
      kind TEXT NOT NULL,
      from_id TEXT NOT NULL,
      to_id TEXT NOT NULL,
      at INTEGER NOT NULL
    )`);
    await trx.raw("CREATE TABLE forgotten_until (entity_id TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID");
  },
  down: async (trx) => {
    for (const table of ["forgotten_until", "entity_moves", "registry_entries"]) await trx.schema.dropTable(table);
  },
};
