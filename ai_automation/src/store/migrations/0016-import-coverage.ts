import type { Knex } from "knex";

/**
 * Intervals that imports cover, by entity. `coverage` has those that Home Assistant itself reported: an import of some
 * entities does not replace its history of all.
 */
export const importCoverage: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE import_coverage (
      entity_ref INTEGER NOT NULL,
      from_ms INTEGER NOT NULL,
      to_ms INTEGER NOT NULL,
      PRIMARY KEY (entity_ref, from_ms)
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    await trx.raw("DROP TABLE import_coverage");
  },
};
