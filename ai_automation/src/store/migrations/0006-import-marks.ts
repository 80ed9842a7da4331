import type { Knex } from "knex";

/** Where an import that was cut off goes on: the last row that was kept, of each source that is not finished. */
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
