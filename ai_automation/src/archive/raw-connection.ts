import type Database from "better-sqlite3";
import type { Knex } from "knex";

/** Runs synchronous work on the pool's raw connection, which nothing else uses meanwhile. */
export async function withConnection<T>(database: Knex, work: (connection: Database.Database) => T): Promise<T> {
  const connection: unknown = await database.client.acquireConnection();
  try {
    return work(connection as Database.Database);
  } finally {
    await database.client.releaseConnection(connection);
  }
}
