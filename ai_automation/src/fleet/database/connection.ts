import knex, { type Knex } from "knex";
import { z } from "zod";

/** The schema of the fleet's own tables. */
export const SCHEMA = "fleet";

/** The schema of pg-boss. */
export const QUEUE_SCHEMA = "fleet_queue";

/** Rows of one tenant: row-level security hides all others, and refuses to write them. */
export type TenantTransaction = Knex.Transaction;

export interface FleetDatabase {
  /** Runs the work in a transaction that sees the rows of this tenant only. */
  asTenant<T>(tenantId: string, work: (rows: TenantTransaction) => Promise<T>): Promise<T>;
  /** Calls a function of the database that takes the tenant first, in one round trip. Returns its result. */
  callAsTenant(name: "store_report", tenantId: string, values: readonly FunctionValue[]): Promise<unknown>;
  /** Runs the work in a transaction that reads shared figures of all tenants, and nothing else of theirs. */
  acrossTenants<T>(work: (figures: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Rejects if the server cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

type FunctionValue = string | null | Date | Buffer | string[];

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
    callAsTenant: async (name, tenantId, values) => {
      const marks = ["?", ...values.map(() => "?")].join(", ");
      const call = database.raw(`SELECT ${name}(${marks}) AS result`, [tenantId, ...values]);
      const { rows } = z.object({ rows: called }).parse(await call.options({ name }));
      return rows[0].result;
    },
    acrossTenants: (work) =>
      database.transaction(async (figures) => {
        await figures.raw("SET LOCAL ROLE fleet_figures");
        return work(figures);
      }),
    ping: async () => void (await database.raw("SELECT 1")),
    close: () => database.destroy(),
  };
}

const called = z.tuple([z.object({ result: z.unknown() })]);

/** Opens at most so many connections, the first one with the first query. Finds its tables without their schema. */
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
