import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type Database from "better-sqlite3";
import knex, { type Knex } from "knex";
import { migrationSource } from "./migrations/index.ts";

/**
 * Opens the service's SQLite file, creating its folder. One connection: SQLite has one writer anyway.
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
 * Brings the tables to the newest form. A migration that fails leaves the old form.
 * @throws Error naming the path, the cause and the remedy.
 */
export async function migrate(database: Knex): Promise<void> {
  try {
    await database.migrate.latest({ migrationSource });
  } catch (cause) {
    throw new Error(explain(database.client.connectionSettings.filename, cause), { cause });
  }
}

export async function rollBack(database: Knex): Promise<void> {
  await database.migrate.down({ migrationSource });
}

/** Knex prints failures before it throws them; they are told once, by whoever catches them. */
const SILENT = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined };

type AfterCreate = (error: Error | null, connection: Database.Database) => void;

function prepare(connection: Database.Database, done: AfterCreate): void {
  try {
    connection.pragma("journal_mode = WAL");
    connection.pragma("foreign_keys = ON");
    connection.pragma("busy_timeout = 5000");
    connection.pragma("synchronous = NORMAL");
    // What people exclude has to leave the file, not only its tables.
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
  SQLITE_NOTADB: "it is no SQLite database: move the file away, or set DATABASE_PATH to another one",
  SQLITE_CORRUPT: "it is damaged: the next start of the service sets it aside and begins anew",
  SQLITE_CANTOPEN: "it cannot be opened: check that the folder exists and may be written to",
  SQLITE_READONLY: "it may not be written to: change the rights of the file and its folder",
  SQLITE_FULL: "the disk is full: free some space",
  SQLITE_BUSY: "it is in use by another instance of the service: stop that one, or set DATABASE_PATH to another file",
  EACCES: "the folder may not be written to: change its rights, or set DATABASE_PATH",
  EROFS: "the folder is read-only: set DATABASE_PATH to one that is not",
  ENOTDIR: "a part of the path is a file: set DATABASE_PATH to another one",
  EEXIST: "a part of the path is a file: set DATABASE_PATH to another one",
  ENOSPC: "the disk is full: free some space",
};

/** Knex's words for migrations that the file knows and this version does not. */
const FROM_NEWER_VERSION = "migration directory is corrupt";

/** What is told of a database that cannot be used. */
export function explain(path: string, cause: unknown): string {
  return `The database ${path} cannot be used: ${reasonOf(cause)}.`;
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.includes(FROM_NEWER_VERSION)) {
    return "a newer version of the service wrote it: update the service, or restore a backup of the time before";
  }
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known = Object.entries(REMEDIES).find(([name]) => code.startsWith(name));
  return known?.[1] ?? message;
}
