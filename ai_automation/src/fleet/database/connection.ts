import knex, { type Knex } from "knex";

/** The schema of the fleet's own tables. */
export const SCHEMA = "fleet";

/** The schema of pg-boss. */
export const QUEUE_SCHEMA = "fleet_queue";

/** Rows of one tenant: row-level security hides all others, and refuses to write them. */
export type TenantTransaction = Knex.Transaction;

export interface FleetDatabase {
  /** Runs the work in a transaction that sees the rows of this tenant only. */
  asTenant<T>(tenantId: string, work: (rows: TenantTransaction) => Promise<T>): Promise<T>;
  /**
   * Like `asTenant`, for work that its caller repeats: the commit does not wait for the disk, and a crash of PostgreSQL
   * may lose the last second (PostgreSQL 15, "30.4 Asynchronous Commit": it is never left inconsistent).
   */
  asTenantRepeated<T>(tenantId: string, work: (rows: TenantTransaction) => Promise<T>): Promise<T>;
  /** Runs the work in a transaction that reads shared figures of all tenants, and nothing else of theirs. */
  acrossTenants<T>(work: (figures: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Rejects if the server cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT = 10_000;

/** @param connections the most that are open at a time */
export function openFleetDatabase(url: string, connections: number): FleetDatabase {
  const database = connect(url, connections);
  return {
    asTenant: (tenantId, work) =>
      database.transaction(async (rows) => {
        await rows.raw("SELECT set_config('app.tenant', ?, true)", [tenantId]);
        return work(rows);
      }),
    asTenantRepeated: (tenantId, work) =>
      database.transaction(async (rows) => {
        await prepared(rows, "tenant_repeated", TENANT_REPEATED, { tenantId });
        return work(rows);
      }),
    acrossTenants: (work) =>
      database.transaction(async (figures) => {
        await figures.raw("SET LOCAL ROLE fleet_figures");
        return work(figures);
      }),
    ping: async () => void (await database.raw("SELECT 1")),
    close: () => database.destroy(),
  };
}

const TENANT_REPEATED =
  "SELECT set_config('app.tenant', :tenantId, true), set_config('synchronous_commit', 'off', true)";

/**
 * Runs a statement that each connection prepares once, under this name: planning a statement of several parts under
 * row-level security takes PostgreSQL longer than running it.
 */
export const prepared = (
  rows: TenantTransaction,
  name: string,
  sql: string,
  bindings: Readonly<Record<string, Knex.RawBinding>>,
): Knex.Raw => rows.raw(sql, { ...bindings }).options({ name });

export function connect(url: string, connections: number): Knex {
  return knex({
    client: "pg",
    connection: { connectionString: url, application_name: "ai_automation_fleet" },
    searchPath: [SCHEMA],
    pool: { min: 0, max: connections },
    acquireConnectionTimeout: CONNECT_TIMEOUT,
    log: SILENT,
  });
}

/** Knex also prints the errors that it throws; they are logged once, where they are caught. */
const SILENT = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };
