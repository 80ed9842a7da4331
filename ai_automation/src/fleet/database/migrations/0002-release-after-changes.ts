import type { Knex } from "knex";

/**
 * When a home's figures changed, so that a release waits until enough of them have: `homes/figures.ts`. The role that
 * releases figures does not see which home they are of.
 */
export const releaseAfterChanges: Knex.Migration = {
  up: async (knex) => {
    await knex.raw(`
      ALTER TABLE figures
        ADD COLUMN acceptance_changed_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN undoing_changed_at timestamptz NOT NULL DEFAULT now();
      ALTER TABLE released_figures ADD COLUMN undone_released_at timestamptz;
      REVOKE SELECT ON figures FROM fleet_figures;
      GRANT SELECT (tenant_id, is_shared, trigger, target, offered, accepted, runs, undone, acceptance_changed_at,
        undoing_changed_at) ON figures TO fleet_figures;
    `);
  },
  down: async (knex) => {
    await knex.raw(`
      GRANT SELECT ON figures TO fleet_figures;
      ALTER TABLE figures DROP COLUMN acceptance_changed_at, DROP COLUMN undoing_changed_at;
      ALTER TABLE released_figures DROP COLUMN undone_released_at;
    `);
  },
};
