import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { isDamage } from "../model/damage.ts";

/** Makes reads include what is recorded but not stored yet. Without live changes there is nothing to show. */
export type ShowPending = () => Promise<void>;

export const NOTHING_PENDING: ShowPending = async () => undefined;

/**
 * Runs synchronous work on the pool's raw connection, which nothing else uses meanwhile. Damage is reported as Knex
 * reports it for its own queries.
 */
export async function withConnection<T>(database: Knex, work: (connection: Database.Database) => T): Promise<T> {
  const connection: unknown = await database.client.acquireConnection();
  try {
    return work(connection as Database.Database);
  } catch (error) {
    if (isDamage(error)) database.emit("query-error", error);
    throw error;
  } finally {
    await database.client.releaseConnection(connection);
  }
}
