import type { Knex } from "knex";

/** The days that the last analysis did not learn from. */
export const unusualDays: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`ALTER TABLE analyses ADD COLUMN unusual_days JSON NOT NULL DEFAULT '{"away":[],"crowded":[]}'`);
  },
  down: async (trx) => {
    await trx.raw("ALTER TABLE analyses DROP COLUMN unusual_days");
  },
};
