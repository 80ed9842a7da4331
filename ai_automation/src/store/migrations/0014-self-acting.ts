import type { Knex } from "knex";

/** What an analysis found to happen by itself already. */
export const selfActing: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("ALTER TABLE analyses ADD COLUMN self_acting JSON NOT NULL DEFAULT '[]'");
  },
  down: async (trx) => {
    await trx.raw("ALTER TABLE analyses DROP COLUMN self_acting");
  },
};
