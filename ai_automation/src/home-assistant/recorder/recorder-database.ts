import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import knex, { type Knex } from "knex";
import { copyDatabase } from "./copy-database.ts";
import { RecorderError } from "./recorder-error.ts";

type Value = string | number | null;

/** A recorder's database: SQLite, MySQL, MariaDB or PostgreSQL. */
export interface RecorderDatabase {
  /** Returns rows as arrays of the selected columns. Placeholders are question marks. */
  all(sql: string, bindings?: readonly Value[]): Promise<readonly (readonly unknown[])[]>;
  /** SQL expression that returns a binary column as hexadecimal text. */
  readonly hex: (column: string) => string;
  close(): Promise<void>;
}

/** Opens a temporary copy of the file, which is deleted on `close`: the file itself is neither locked nor written to. */
export async function openRecorderFile(path: string, workFolder: string): Promise<RecorderDatabase> {
  const copy = await copyDatabase(path, workFolder);
  try {
    const database = new Database(copy.path);
    database.pragma("query_only = ON");
    const prepared = new Map<string, Database.Statement<Value[], readonly unknown[]>>();
    return {
      all: async (sql, bindings = []) => {
        let statement = prepared.get(sql);
        if (statement === undefined) {
          statement = database.prepare<Value[], readonly unknown[]>(sql).raw();
          prepared.set(sql, statement);
        }
        return statement.all(...bindings);
      },
      hex: (column) => `hex(${column})`,
      close: async () => {
        database.close();
        await copy.remove();
      },
    };
  } catch (cause) {
    await copy.remove();
    throw new RecorderError(
      `${path} is not a Home Assistant recorder database, or it is damaged: choose the file home-assistant_v2.db, or a backup of it.`,
      { cause },
    );
  }
}

const DRIVERS = {
  mysql: { client: "mysql2", hex: (column: string) => `hex(${column})` },
  postgresql: { client: "pg", hex: (column: string) => `encode(${column}, 'hex')` },
} as const;

/** Connects to a MariaDB, MySQL or PostgreSQL server. Needs the driver mysql2 or pg, which is not installed by default. */
export async function openRecorderServer(address: URL): Promise<RecorderDatabase> {
  const kind = address.protocol.startsWith("postgres") ? "postgresql" : "mysql";
  const { client, hex } = DRIVERS[kind];
  const server = await connect(client, address, kind);
  return {
    hex,
    all: async (sql, bindings = []) =>
      kind === "mysql" ? rowsOfMysql(server, sql, bindings) : rowsOfPostgres(server, sql, bindings),
    close: () => server.destroy(),
  };
}

/** Options of `raw` queries are passed to the driver; this one returns rows as arrays. */
async function rowsOfMysql(server: Knex, sql: string, bindings: readonly Value[]): Promise<readonly unknown[][]> {
  const [rows]: [unknown[][]] = await server.raw(sql, [...bindings]).options({ rowsAsArray: true });
  return rows;
}

async function rowsOfPostgres(server: Knex, sql: string, bindings: readonly Value[]): Promise<readonly unknown[][]> {
  const { rows }: { rows: unknown[][] } = await server.raw(sql, [...bindings]).options({ rowMode: "array" });
  return rows;
}

async function connect(client: "mysql2" | "pg", address: URL, kind: "mysql" | "postgresql"): Promise<Knex> {
  let server: Knex | undefined;
  try {
    server = knex({ client, connection: connectionOf(address, kind), pool: { min: 0, max: 1 }, log: SILENT });
    await server.raw("SELECT 1");
    return server;
  } catch (cause) {
    await Promise.race([server?.destroy(), wait(1_000)]);
    throw new RecorderError(explain(cause, client, address), { cause });
  }
}

const SILENT = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };

/** Accepts Home Assistant's `db_url`, including a driver such as `mysql+pymysql:` and a charset. */
function connectionOf(address: URL, kind: "mysql" | "postgresql"): object {
  const socket = address.searchParams.get("unix_socket") ?? address.searchParams.get("host");
  const port = address.port === "" ? address.searchParams.get("port") : address.port;
  const common = {
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)),
    ...(port === null ? {} : { port: Number(port) }),
  };
  if (socket === null) return { ...common, host: address.hostname.replace(/^\[|\]$/g, "") };
  return kind === "mysql" ? { ...common, socketPath: socket } : { ...common, host: socket };
}

function explain(cause: unknown, client: string, { protocol, host, pathname }: URL): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.includes(`Cannot find module '${client}'`) || message.includes(`npm install ${client}`)) {
    return `Reading ${protocol}// needs the driver ${client}: run "npm install ${client}" in the folder ai_automation, then try again.`;
  }
  const reason = message === "" && cause instanceof Error && "code" in cause ? String(cause.code) : message;
  return `The recorder at ${protocol}//${host}${pathname} cannot be read: ${reason}`;
}
