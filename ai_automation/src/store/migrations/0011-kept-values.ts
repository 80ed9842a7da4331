import type { Knex } from "knex";

/** The service's own state, as named JSON values. */
export const keptValues: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("CREATE TABLE kept_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  },
  down: async (trx) => {
    await trx.schema.dropTable("kept_values");
  },
};
