import type { Knex } from "knex";

/** Indexes for looking up the suggestions that created or fix an automation. */
export const suggestionsByAutomation: Knex.Migration = {
  up: async (trx) => {
    await trx.raw("CREATE INDEX suggestions_by_automation ON suggestions (ha_automation_id)");
    await trx.raw("CREATE INDEX suggestions_by_fixed_automation ON suggestions (fixes_automation_id)");
  },
  down: async (trx) => {
    await trx.raw("DROP INDEX suggestions_by_fixed_automation");
    await trx.raw("DROP INDEX suggestions_by_automation");
  },
};
