import type { Knex } from "knex";

/** Fixes whose undo has begun: the home may have the earlier config already while the fix is still on record. */
export const begunUndos: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(
      "CREATE TABLE begun_undos (suggestion_id INTEGER PRIMARY KEY REFERENCES suggestions (id) ON DELETE CASCADE)",
    );
  },
  down: async (trx) => {
    await trx.schema.dropTable("begun_undos");
  },
};
