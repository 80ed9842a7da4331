import type { Knex } from "knex";

/** When a home's figures changed, so that a release waits until enough of them have: `homes/figures.ts`. */
export const releaseAfterChanges: Knex.Migration = {
  up: async (knex) => {
    await knex.raw(`
      ALTER TABLE figures
        ADD COLUMN acceptance_changed_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN undoing_changed_at timestamptz NOT NULL DEFAULT now();
      ALTER TABLE released_figures ADD COLUMN undone_released_at timestamptz;
    `);
  },
  down: async (knex) => {
    await knex.raw(`
      ALTER TABLE figures DROP COLUMN acceptance_changed_at, DROP COLUMN undoing_changed_at;
      ALTER TABLE released_figures DROP COLUMN undone_released_at;
    `);
  },
};
