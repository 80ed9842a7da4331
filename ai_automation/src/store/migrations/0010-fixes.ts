import type { Knex } from "knex";

const COLUMNS = {
  fixes_automation_id: "TEXT",
  fix: "JSON",
  followed_since: "TEXT",
} as const;

/** Suggestions that change an automation that exists (`fix`: what it was and is), and since when runs count anew. */
export const fixes: Knex.Migration = {
  up: async (trx) => {
    for (const [name, type] of Object.entries(COLUMNS))
      await trx.raw(`ALTER TABLE suggestions ADD COLUMN "${name}" ${type}`);
  },
  down: async (trx) => {
    for (const name of Object.keys(COLUMNS)) await trx.raw(`ALTER TABLE suggestions DROP COLUMN "${name}"`);
  },
};
