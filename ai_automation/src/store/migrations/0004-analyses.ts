import type { Knex } from "knex";

/** The last finished analysis, in one row: results, near misses, and the reason if it found nothing. */
export const analyses: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE analyses (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      finished_at TEXT NOT NULL,
      changes INTEGER NOT NULL,
      seconds REAL NOT NULL,
      suggestions INTEGER NOT NULL,
      history_from TEXT,
      history_to TEXT,
      obstacle JSON,
      near_misses JSON NOT NULL
    )`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("analyses");
  },
};
