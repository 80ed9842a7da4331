import type { Knex } from "knex";

/** Suggestions are looked up by the automation that they created or fix, for each automation of the home. */
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
