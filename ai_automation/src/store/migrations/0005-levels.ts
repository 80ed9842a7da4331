import type { Knex } from "knex";

/**
 * Levels of entities, such as brightness: one row per change. `at` is in milliseconds UTC; `kind` and `cause` are coded
 * by archive/level-code.ts and archive/cause-code.ts; `value` is a number, or the id of a text in `states`.
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
