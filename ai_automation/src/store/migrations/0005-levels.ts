import type { Knex } from "knex";

/**
 * What entities are set to besides their state: a row where it changed. `at` is in milliseconds UTC; `kind` and `cause`
 * are coded by history/archive; `value` is a number, or the id of a text in `states`.
 */
export const levels: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE levels (
      entity_ref INTEGER NOT NULL,
      at INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      value NUMERIC NOT NULL,
      cause INTEGER NOT NULL,
      PRIMARY KEY (entity_ref, kind, at)
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("levels");
  },
};
