import type { Knex } from "knex";

/**
 * Binds each row of a home to the home's own tenant. Row-level security alone lets a tenant write a row of its own about
 * another tenant's home, as foreign keys are checked without it (PostgreSQL 15, "5.8 Row Security Policies").
 */
export const homesOfTenants: Knex.Migration = {
  up: async (knex) => {
    await knex.raw("ALTER TABLE homes ADD CONSTRAINT homes_tenant_key UNIQUE (home_id, tenant_id)");
    for (const table of OF_A_HOME)
      await knex.raw(`
        ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_home_id_fkey,
          ADD CONSTRAINT ${table}_home_fkey FOREIGN KEY (home_id, tenant_id)
          REFERENCES homes (home_id, tenant_id) ON DELETE CASCADE`);
  },
  down: async (knex) => {
    for (const table of OF_A_HOME)
      await knex.raw(`
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_home_fkey,
          ADD CONSTRAINT ${table}_home_id_fkey FOREIGN KEY (home_id) REFERENCES homes ON DELETE CASCADE`);
    await knex.raw("ALTER TABLE homes DROP CONSTRAINT homes_tenant_key");
  },
};

const OF_A_HOME = [
  "home_tokens",
  "policies",
  "home_status",
  "suggestions",
  "decisions",
  "figures",
  "requests",
  "recordings",
  "analyses",
] as const;
