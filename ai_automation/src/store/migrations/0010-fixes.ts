import type { Knex } from "knex";

const COLUMNS = {
  fixes_automation_id: "TEXT",
  fix: "JSON",
  followed_since: "TEXT",
} as const;

/** Suggestions that change an existing automation (`fix`: its config before and after), and the time since which runs are counted. */
export const fixes: Knex.Migration = {
  up: async (trx) => {
    for (const [name, type] of Object.entries(COLUMNS))
      await trx.raw(`ALTER TABLE suggestions ADD COLUMN "${name}" ${type}`);
  },
  down: async (trx) => {
    for (const name of Object.keys(COLUMNS)) await trx.raw(`ALTER TABLE suggestions DROP COLUMN "${name}"`);
  },
};
