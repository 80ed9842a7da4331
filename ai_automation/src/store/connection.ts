import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type Database from "better-sqlite3";
import knex, { type Knex } from "knex";
import { migrationSource } from "./migrations/index.ts";
import { BUSY_MILLISECONDS, prepareSmallPages } from "./small-pages.ts";

/**
 * Opens the service's SQLite file and creates its folder. One connection, since SQLite has only one writer.
 * @throws Error naming the path, the cause and the remedy.
 */
export async function openDatabase(path: string): Promise<Knex> {
  await makeFolder(path);
  const database = knex({
    client: "better-sqlite3",
    connection: { filename: path },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: prepare },
    log: SILENT,
  });
  try {
    await database.raw("SELECT count(*) FROM sqlite_master");
    return database;
  } catch (cause) {
    await database.destroy();
    throw new Error(explain(path, cause), { cause });
  }
}

/**
 * Runs pending migrations. A failing one leaves the schema unchanged. Frees a lock that an interrupted migration left:
 * the caller holds the lock of the whole database.
 * @throws Error naming the path, the cause and the remedy.
 */
export async function migrate(database: Knex): Promise<void> {
  try {
    await database.migrate.forceFreeMigrationsLock({ migrationSource });
    await database.migrate.latest({ migrationSource });
  } catch (cause) {
    throw new Error(explain(database.client.connectionSettings.filename, cause), { cause });
  }
}

/** Undoes the last migration. */
export async function rollBack(database: Knex): Promise<void> {
  await database.migrate.down({ migrationSource });
}

/** Knex also prints the errors that it throws; they are logged once, where they are caught. */
const SILENT = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };

type AfterCreate = (error: Error | null, connection: Database.Database) => void;

function prepare(connection: Database.Database, done: AfterCreate): void {
  try {
    prepareSmallPages(connection);
    connection.pragma("foreign_keys = ON");
    connection.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`);
    connection.pragma("synchronous = NORMAL");
    // Deleted private data must be overwritten in the file.
    connection.pragma("secure_delete = ON");
    done(null, connection);
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)), connection);
  }
}

/** @throws Error naming the path, the cause and the remedy */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (cause) {
    throw new Error(explain(path, cause), { cause });
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: "it is not a SQLite database: move the file away, or set DATABASE_PATH to another file",
  SQLITE_CORRUPT: "it is damaged: restart the service, which then renames the file and creates a new database",
  SQLITE_CANTOPEN: "it cannot be opened: check that the folder exists and is writable",
  SQLITE_READONLY: "it is read-only: change the permissions of the file and its folder",
  SQLITE_FULL: "the disk is full: free some space",
  SQLITE_BUSY: "it is in use by another instance of the service: stop that one, or set DATABASE_PATH to another file",
  EACCES: "the folder is not writable: change its permissions, or set DATABASE_PATH to another folder",
  EROFS: "the file system is read-only: set DATABASE_PATH to a writable folder",
  ENOTDIR: "a part of the path is a file, not a folder: set DATABASE_PATH to another path",
  EEXIST: "a part of the path is a file, not a folder: set DATABASE_PATH to another path",
  ENOSPC: "the disk is full: free some space",
};

/** Knex's message if the database has migrations that this version does not have. */
const FROM_NEWER_VERSION = "migration directory is corrupt";

/** Formats the error message for a database that cannot be used. */
export function explain(path: string, cause: unknown): string {
  return `The database ${path} cannot be used: ${reasonOf(cause)}.`;
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.includes(FROM_NEWER_VERSION)) {
    return "it was written by a newer version of the service: update the service, or restore a backup from before the update";
  }
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const remedy = Object.entries(REMEDIES).find(([name]) => code.startsWith(name));
  return remedy?.[1] ?? message;
}
