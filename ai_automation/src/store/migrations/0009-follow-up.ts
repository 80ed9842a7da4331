import type { Knex } from "knex";

const COLUMNS = {
  watching_since: "TEXT",
  watch: "JSON",
  snoozed_until: "TEXT",
  paused_at: "TEXT",
} as const;

/** Watched, snoozed and paused suggestions, and runs of the home's automations (`at` in milliseconds UTC). */
export const followUp: Knex.Migration = {
  up: async (trx) => {
    for (const [name, type] of Object.entries(COLUMNS))
      await trx.raw(`ALTER TABLE suggestions ADD COLUMN "${name}" ${type}`);
    await trx.raw(`CREATE TABLE automation_runs (
      entity_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (entity_id, at)
    ) WITHOUT ROWID`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("automation_runs");
    for (const name of Object.keys(COLUMNS)) await trx.raw(`ALTER TABLE suggestions DROP COLUMN "${name}"`);
  },
};
