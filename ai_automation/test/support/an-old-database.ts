import Database from "better-sqlite3";
import type { Knex } from "knex";
import { migrate, openDatabase } from "../../src/store/connection.ts";

/** A migrated database with the large pages of earlier versions. */
export async function openWithLargePages(path: string): Promise<Knex> {
  const file = new Database(path);
  file.pragma("page_size = 4096");
  file.pragma("journal_mode = WAL");
  // The size of pages is fixed by the first table.
  file.exec("CREATE TABLE something (id INTEGER)");
  file.close();
  const database = await openDatabase(path);
  await migrate(database);
  return database;
}
