import type Database from "better-sqlite3";
import type { Knex } from "knex";

/** Lends the pool's raw connection; the work is synchronous, so nothing else runs on it meanwhile. */
export async function withConnection<T>(database: Knex, work: (connection: Database.Database) => T): Promise<T> {
  const connection: unknown = await database.client.acquireConnection();
  try {
    return work(connection as Database.Database);
  } finally {
    await database.client.releaseConnection(connection);
  }
}
