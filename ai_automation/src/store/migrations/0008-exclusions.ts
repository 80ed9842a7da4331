import type { Knex } from "knex";

/**
 * The panel's exclusions. Counts by entity and cause replace counts by cause, because entities that are excluded later
 * must be removed from them, and the panel shows how each entity is operated. `last_ms` is in milliseconds UTC.
 */
export const exclusions: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(
      "CREATE TABLE exclusions (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    );
    await trx.raw(`CREATE TABLE entity_counts (
      entity_ref INTEGER NOT NULL,
      cause INTEGER NOT NULL,
      changes INTEGER NOT NULL,
      first_ms INTEGER NOT NULL,
      last_ms INTEGER NOT NULL,
      PRIMARY KEY (entity_ref, cause)
    ) WITHOUT ROWID`);
    await trx.raw(`INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
      SELECT entity_ref, cause, count(*), min(at), max(at) FROM changes GROUP BY entity_ref, cause`);
    await trx.schema.dropTable("archive_counts");
  },
  down: async (trx) => {
    await trx.raw(`CREATE TABLE archive_counts (
      cause INTEGER PRIMARY KEY,
      changes INTEGER NOT NULL,
      first_ms INTEGER NOT NULL,
      last_ms INTEGER NOT NULL
    ) WITHOUT ROWID`);
    await trx.raw(`INSERT INTO archive_counts (cause, changes, first_ms, last_ms)
      SELECT cause, sum(changes), min(first_ms), max(last_ms) FROM entity_counts GROUP BY cause`);
    await trx.schema.dropTable("entity_counts");
    await trx.schema.dropTable("exclusions");
  },
};
