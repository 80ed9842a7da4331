import type { Knex } from "knex";

/**
 * The unit of an entity's numeric states: from `at`, milliseconds UTC, until the entity's next row. The first row also
 * applies before.
 */
export const units: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE units (
      entity_ref INTEGER NOT NULL,
      at INTEGER NOT NULL,
      unit TEXT NOT NULL,
      PRIMARY KEY (entity_ref, at)
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("units");
  },
};
