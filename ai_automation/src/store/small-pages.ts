import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { z } from "zod";

/**
 * SQLite writes whole pages, and a change has fifteen bytes: a minute of live changes writes 40% of what it does with
 * the usual 4 kB. Reads and imports take as long.
 */
const PAGE_BYTES = 1_024;

/** The log grows to this number of pages before they are written to the file, each once. */
const LOG_PAGES = 4_000;

/** Rewriting more would delay the start by more than a few seconds on an SD card. */
const MOST_BYTES = 64_000_000;

/** How long a connection waits for another one. */
export const BUSY_MILLISECONDS = 5_000;

/** Has no effect on the pages of a file that exists. */
export function prepareSmallPages(connection: Database.Database): void {
  connection.pragma(`page_size = ${PAGE_BYTES}`);
  connection.pragma("journal_mode = WAL");
  connection.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
}

/**
 * Rewrites a file that an earlier version created, unless it is large or another process reads it. SQLite undoes a
 * rewriting that was interrupted. Where the disk is too full for it, the file stays as it is.
 */
export async function rewriteWithSmallPages(database: Knex, most = MOST_BYTES): Promise<void> {
  const before = await sizeOf(database);
  if (before.pageBytes === PAGE_BYTES || before.bytes > most) return;
  try {
    await database.raw("PRAGMA synchronous = FULL");
    await database.raw("PRAGMA busy_timeout = 0");
    await database.raw("PRAGMA journal_mode = DELETE");
    await database.raw(`PRAGMA page_size = ${PAGE_BYTES}`);
    await database.raw("VACUUM");
  } catch (error) {
    if (!isHarmless(error)) throw error;
  } finally {
    await database.raw("PRAGMA journal_mode = WAL");
    await database.raw("PRAGMA synchronous = NORMAL");
    await database.raw(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
  }
}

async function sizeOf(database: Knex): Promise<{ readonly pageBytes: number; readonly bytes: number }> {
  const rows: unknown = await database.raw("SELECT * FROM pragma_page_size(), pragma_page_count()");
  const [{ page_size: pageBytes, page_count: pages }] = sizes.parse(rows);
  return { pageBytes, bytes: pageBytes * pages };
}

const sizes = z.tuple([z.object({ page_size: z.number(), page_count: z.number() })]);

const HARMLESS: readonly string[] = ["SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR"];

const isHarmless = (error: unknown): boolean =>
  error instanceof Error && "code" in error && HARMLESS.some((code) => String(error.code).startsWith(code));
