import Database from "better-sqlite3";
import { copyDatabase } from "./copy-database.ts";
import { RecorderError } from "./recorder-error.ts";

export type Value = string | number | null;

/** A recorder's database: SQLite, MySQL, MariaDB or PostgreSQL. */
export interface RecorderDatabase {
  /** Returns rows as arrays of the selected columns. Placeholders are question marks. @throws RecorderError */
  all(sql: string, bindings?: readonly Value[]): Promise<readonly (readonly unknown[])[]>;
  /** SQL expression that returns a binary column as upper case hexadecimal text; empty or NULL for NULL. */
  readonly hex: (column: string) => string;
  /** SQL expression that returns a column of dates as `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
  readonly dateText: (column: string) => string;
  readonly isServer: boolean;
  /** Types of numbers with too few digits for a time in seconds. */
  readonly roundedTypes: ReadonlySet<string>;
  /** Columns and their types in lower case; empty if there is no such table. */
  columnsOf(table: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Makes rows fast to read in the order of a column, whose index is missing after an interrupted upgrade. Does nothing on
   * a server, which is only read.
   */
  orderBy(table: string, column: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a temporary copy of the file, which is deleted on `close`: the file itself is neither locked nor written to. */
export async function openRecorderFile(path: string, workFolder: string): Promise<RecorderDatabase> {
  const copy = await copyDatabase(path, workFolder);
  try {
    const database = new Database(copy.path);
    database.pragma("query_only = ON");
    database.pragma("trusted_schema = OFF");
    const all = reader(database, path);
    return {
      all,
      hex: (column) => `hex(${column})`,
      dateText: (column) => column,
      roundedTypes: new Set(),
      isServer: false,
      columnsOf: async (table) => {
        const columns = await all(COLUMNS_OF_TABLE, [table, table]);
        return new Map(columns.map(([name, type]) => [String(name), String(type).toLowerCase()]));
      },
      orderBy: async (table, column) => {
        const indexes = await all(INDEXES_BY_COLUMN, [table, column]);
        if (indexes.length > 0) return;
        database.pragma("query_only = OFF");
        database.exec(`CREATE INDEX IF NOT EXISTS order_of_${column} ON ${table} (${column})`);
        database.pragma("query_only = ON");
      },
      close: async () => {
        database.close();
        await copy.remove();
      },
    };
  } catch (cause) {
    await copy.remove();
    throw faultOf(cause, path);
  }
}

/** Not of a view, nor of a virtual table, which may take any time to read: Home Assistant has none. */
const COLUMNS_OF_TABLE = `SELECT name, type FROM pragma_table_info(?)
  WHERE EXISTS (SELECT 1 FROM sqlite_schema
    WHERE name = ? COLLATE NOCASE AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %')`;

/** Indexes of all rows that begin with a column. */
const INDEXES_BY_COLUMN = `SELECT l.name FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) i
  WHERE i.seqno = 0 AND i.name = ? COLLATE NOCASE AND NOT l.partial`;

function reader(database: Database.Database, path: string): RecorderDatabase["all"] {
  const prepared = new Map<string, Database.Statement<Value[], readonly unknown[]>>();
  return async (sql, bindings = []) => {
    try {
      let statement = prepared.get(sql);
      if (statement === undefined) {
        statement = database.prepare<Value[], readonly unknown[]>(sql).raw();
        prepared.set(sql, statement);
      }
      return statement.all(...bindings);
    } catch (cause) {
      throw faultOf(cause, path);
    }
  };
}

/** https://www.sqlite.org/rescode.html */
function faultOf(cause: unknown, path: string): RecorderError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("SQLITE_CORRUPT"))
    return new RecorderError(
      `${path} is damaged: some of its pages cannot be read. Rescue what is left with ` +
        `sqlite3 ${path} .recover | sqlite3 rescued.db, then import rescued.db.`,
      { reason: "file_damaged", values: { file: path } },
      { cause },
    );
  if (code.startsWith("SQLITE_FULL") || code.startsWith("SQLITE_IOERR"))
    return new RecorderError(
      `${path} cannot be read: the disk is full or has failed.`,
      { reason: "file_unreadable", values: { file: path } },
      { cause },
    );
  return new RecorderError(
    `${path} is not a Home Assistant recorder database, or it is damaged: choose the file home-assistant_v2.db, or a backup of it.`,
    { reason: "not_a_recorder" },
    { cause },
  );
}
