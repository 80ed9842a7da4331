import type { Knex } from "knex";

/** Entities that an analysis found to act by themselves already. */
export const selfActing: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("ALTER TABLE analyses ADD COLUMN self_acting JSON NOT NULL DEFAULT '[]'");
  },
  down: async (trx) => {
    await trx.raw("ALTER TABLE analyses DROP COLUMN self_acting");
  },
};
