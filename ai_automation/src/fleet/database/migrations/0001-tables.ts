import type { Knex } from "knex";

/**
 * `home_id` leads every key of a home's rows, and no statement of the hot path joins homes, so that these tables can be
 * distributed by it (Citus: `create_distributed_table(name, 'home_id')`; `tenants` and `tenant_tokens` as reference
 * tables). Foreign keys contain it for the same reason.
 */
export const tables: Knex.Migration = {
  up: async (knex) => {
    await knex.raw(TABLES);
    for (const table of OF_A_TENANT) await knex.raw(secured(table));
    await knex.raw(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON released_figures TO fleet_figures;
      GRANT SELECT ON released_figures TO fleet_app;
      GRANT SELECT ON figures TO fleet_figures;
      CREATE POLICY shared ON figures FOR SELECT TO fleet_figures USING (is_shared);
    `);
  },
  down: async (knex) => {
    await knex.raw(`DROP TABLE ${[...OF_A_TENANT, "released_figures"].join(", ")}`);
  },
};

const TABLES = `
  CREATE TABLE tenants (
    tenant_id uuid PRIMARY KEY,
    name text NOT NULL,
    policy jsonb NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE tenant_tokens (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
  );
  CREATE TABLE homes (
    home_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    name text NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX homes_of_tenant ON homes (tenant_id, name);
  CREATE TABLE home_tokens (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    token_hash bytea NOT NULL,
    tenant_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (home_id, token_hash)
  );
  CREATE TABLE policies (
    home_id uuid PRIMARY KEY REFERENCES homes ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    policy jsonb NOT NULL
  );
  CREATE TABLE home_status (
    home_id uuid PRIMARY KEY REFERENCES homes ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'new',
    version text,
    problems text[] NOT NULL DEFAULT '{}',
    waiting integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    unwanted integer NOT NULL DEFAULT 0,
    last_analysis timestamptz,
    history_days integer NOT NULL DEFAULT 0,
    last_seen timestamptz,
    digest text
  ) WITH (fillfactor = 70);
  CREATE TABLE suggestions (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    suggestion_id bigint NOT NULL,
    tenant_id uuid NOT NULL,
    status text NOT NULL,
    is_deferred boolean NOT NULL,
    is_paused boolean NOT NULL,
    reason text,
    offered_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    structure jsonb NOT NULL,
    PRIMARY KEY (home_id, suggestion_id)
  );
  CREATE INDEX suggestions_of_tenant ON suggestions (tenant_id, home_id, suggestion_id);
  CREATE TABLE decisions (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    suggestion_id bigint NOT NULL,
    decided_at timestamptz NOT NULL,
    tenant_id uuid NOT NULL,
    decision text NOT NULL,
    reason text,
    PRIMARY KEY (home_id, suggestion_id, decided_at)
  );
  CREATE TABLE figures (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    trigger text NOT NULL,
    target text NOT NULL,
    tenant_id uuid NOT NULL,
    is_shared boolean NOT NULL,
    offered integer NOT NULL,
    accepted integer NOT NULL,
    rejected integer NOT NULL,
    runs integer NOT NULL,
    undone integer NOT NULL,
    PRIMARY KEY (home_id, trigger, target)
  );
  CREATE TABLE requests (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    request_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    created_at timestamptz NOT NULL,
    handled_at timestamptz,
    PRIMARY KEY (home_id, request_id)
  );
  CREATE INDEX open_requests ON requests (home_id) WHERE handled_at IS NULL;
  CREATE TABLE recordings (
    home_id uuid NOT NULL REFERENCES homes ON DELETE CASCADE,
    recording_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    zone text NOT NULL,
    latitude double precision,
    longitude double precision,
    shows_names boolean NOT NULL,
    content bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (home_id, recording_id)
  );
  ALTER TABLE recordings ALTER COLUMN content SET STORAGE EXTERNAL;
  CREATE TABLE analyses (
    home_id uuid NOT NULL,
    recording_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    outcome text NOT NULL,
    findings jsonb NOT NULL,
    changes integer NOT NULL,
    seconds real NOT NULL,
    finished_at timestamptz NOT NULL,
    PRIMARY KEY (home_id, recording_id),
    FOREIGN KEY (home_id, recording_id) REFERENCES recordings ON DELETE CASCADE
  );
  CREATE TABLE released_figures (
    trigger text NOT NULL,
    target text NOT NULL,
    homes integer NOT NULL,
    accepted_percent integer NOT NULL,
    undone_percent integer,
    released_at timestamptz NOT NULL,
    PRIMARY KEY (trigger, target)
  );
`;

const OF_A_TENANT = [
  "tenants",
  "tenant_tokens",
  "homes",
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

/** FORCE also binds the owner. Without a tenant no row is visible. */
const secured = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_tenant ON ${table} TO fleet_app
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO fleet_app;
`;
