import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "better-sqlite3";

/**
 * Holds a database for this process alone, by a lock that ends with the process however that ends.
 * @throws Error naming the file and the remedy when another instance of the service holds it.
 */
export async function lockInstance(databasePath: string): Promise<() => void> {
  await mkdir(dirname(databasePath), { recursive: true });
  const lock = new Database(`${databasePath}.lock`, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    const isHeld = cause instanceof Database.SqliteError && cause.code === "SQLITE_BUSY";
    throw isHeld
      ? new Error(
          `The database ${databasePath} is in use by another instance of the service: stop that one, or set DATABASE_PATH to another file.`,
          { cause },
        )
      : cause;
  }
  return () => void lock.close();
}
