import type { Knex } from "knex";

/** Where interrupted imports resume: the last stored row of each unfinished source. */
export const importMarks: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE import_marks (
      source TEXT PRIMARY KEY,
      state_id INTEGER NOT NULL,
      seconds REAL NOT NULL
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("import_marks");
  },
};
