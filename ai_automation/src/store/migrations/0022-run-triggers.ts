import type { Knex } from "knex";

/** The triggers of automations' runs: a kind of model/automation.ts, and the entity, if there is one. */
export const runTriggers: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("CREATE TABLE run_triggers (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, entity_id TEXT)");
    await trx.raw("ALTER TABLE automation_runs ADD COLUMN trigger_ref INTEGER");
  },
  down: async (trx) => {
    await trx.raw("ALTER TABLE automation_runs DROP COLUMN trigger_ref");
    await trx.schema.dropTable("run_triggers");
  },
};
