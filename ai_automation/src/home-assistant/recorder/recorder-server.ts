import { setTimeout as wait } from "node:timers/promises";
import type { Knex } from "knex";
import { serverAddressOf, showServerAddress } from "../../model/server-address.ts";
import { connectionsOf, kindOf, type ServerKind } from "./recorder-address.ts";
import type { RecorderDatabase, Value } from "./recorder-database.ts";
import { RecorderError } from "./recorder-error.ts";

interface Dialect extends Pick<RecorderDatabase, "hex" | "dateText" | "roundedTypes"> {
  readonly client: "mysql2" | "pg";
  /** Run once per connection: dates are read as UTC, and nothing can be written. */
  readonly setUp: readonly string[];
  readonly schema: string;
  /** Returns rows as arrays: options of `raw` queries are passed to the driver. */
  rows(server: Knex, sql: string, bindings: readonly Value[]): Promise<readonly unknown[][]>;
}

const DIALECTS: Readonly<Record<ServerKind, Dialect>> = {
  mysql: {
    client: "mysql2",
    hex: (column) => `hex(${column})`,
    dateText: (column) => `date_format(${column}, '%Y-%m-%d %H:%i:%s.%f')`,
    roundedTypes: new Set(["float"]),
    setUp: ["SET SESSION time_zone = '+00:00'", "SET SESSION TRANSACTION READ ONLY"],
    schema: "database()",
    rows: async (server, sql, bindings) => {
      const [rows]: [unknown[][]] = await server.raw(sql, [...bindings]).options({ rowsAsArray: true });
      return rows;
    },
  },
  postgresql: {
    client: "pg",
    hex: (column) => `upper(encode(${column}, 'hex'))`,
    dateText: (column) => `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US')`,
    roundedTypes: new Set(["real"]),
    setUp: ["SET SESSION TIME ZONE 'UTC'", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"],
    schema: "current_schema()",
    rows: async (server, sql, bindings) => {
      const { rows }: { rows: unknown[][] } = await server.raw(sql, [...bindings]).options({ rowMode: "array" });
      return rows;
    },
  },
};

/**
 * Connects to a MariaDB, MySQL or PostgreSQL server. Knex, whose 320 modules are a third of what the commands would
 * load, and the driver are loaded only then.
 * @throws RecorderError whose message never contains the password
 */
export async function openRecorderServer(address: URL): Promise<RecorderDatabase> {
  const dialect = DIALECTS[kindOf(address)];
  const server = await connect(dialect, address);
  const all: RecorderDatabase["all"] = async (sql, bindings = []) => {
    try {
      return await dialect.rows(server, sql, bindings);
    } catch (cause) {
      throw isLost(cause) ? lostConnection(cause, address) : faultOf(cause, address);
    }
  };
  return {
    all,
    hex: dialect.hex,
    dateText: dialect.dateText,
    roundedTypes: dialect.roundedTypes,
    isServer: true,
    columnsOf: async (table) => {
      const rows = await all(
        `SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = ${dialect.schema} AND table_name = ?`,
        [table],
      );
      return new Map(rows.map(([name, type]) => [String(name).toLowerCase(), String(type).toLowerCase()]));
    },
    orderBy: async () => undefined,
    close: () => server.destroy(),
  };
}

/** Tries each way to connect; the first one that works is used. */
async function connect(dialect: Dialect, address: URL): Promise<Knex> {
  const { default: knex } = await import("knex");
  let fault: unknown;
  for (const connection of await connectionsOf(address)) {
    let server: Knex | undefined;
    try {
      server = knex({ client: dialect.client, connection, pool: ONE_CONNECTION, log: SILENT });
      for (const statement of dialect.setUp) await server.raw(statement);
      return server;
    } catch (cause) {
      fault = cause;
      await Promise.race([server?.destroy(), wait(1_000)]);
    }
  }
  throw faultOf(fault, address);
}

/** Below a minimum of one, an idle connection is replaced by another, in which nothing is set up. */
const ONE_CONNECTION = { min: 1, max: 1 } as const;

const SILENT = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };

/** Error codes: https://mariadb.com/kb/en/mariadb-error-codes/, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const FORBIDDEN: ReadonlySet<string> = new Set([
  "ER_TABLEACCESS_DENIED_ERROR",
  "ER_COLUMNACCESS_DENIED_ERROR",
  "42501",
]);
/** Also codes of a new connection, which the pool opens when it has lost the old one. */
const LOST: ReadonlySet<string> = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "ECONNREFUSED",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "ER_SERVER_SHUTDOWN",
  "57P01",
  "57P02",
  "57P03",
  "08006",
  "08003",
]);

function isLost(cause: unknown): boolean {
  const { code, message } = detailsOf(cause);
  return (
    LOST.has(code) ||
    /connection (was |is )?(terminated|lost|closed)|can't add new command|timeout acquiring/i.test(message)
  );
}

/** For messages: without user and password. */
const addressShown = (address: URL): string => showServerAddress(serverAddressOf(address));

const lostConnection = (cause: unknown, address: URL): RecorderError =>
  new RecorderError(
    `The connection to ${addressShown(address)} was lost: start the import again, it continues where it stopped.`,
    { reason: "connection_lost", values: { address: addressShown(address) } },
    { cause },
  );

function faultOf(cause: unknown, address: URL): RecorderError {
  const { code, message } = detailsOf(cause);
  const shown = addressShown(address);
  const user = decodeURIComponent(address.username);
  const { database } = serverAddressOf(address);
  if (FORBIDDEN.has(code)) {
    const grant =
      kindOf(address) === "mysql"
        ? `GRANT SELECT ON ${database}.* TO '${user}'@'%'`
        : `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`;
    return new RecorderError(
      `The user ${user} may not read the recorder at ${shown}: run "${grant};" as its owner.`,
      { reason: "may_not_read", values: { user, address: shown, grant } },
      { cause },
    );
  }
  // Knex puts the query before the server's words.
  const reason = message === "" ? code : (message.split(" - ").at(-1) ?? message);
  return new RecorderError(
    `The recorder at ${shown} cannot be read: ${reason}`,
    { reason: "server_failed", values: { address: shown, reason } },
    { cause },
  );
}

function detailsOf(cause: unknown): { readonly code: string; readonly message: string } {
  if (!(cause instanceof Error)) return { code: "", message: String(cause) };
  return { code: "code" in cause ? String(cause.code) : "", message: cause.message };
}
