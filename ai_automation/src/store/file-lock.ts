import Database from "better-sqlite3";

/**
 * Locks `<path>.lock` for this process. The lock ends with the process, even if it is killed.
 * @returns a function that releases the lock
 * @throws SqliteError: SQLITE_BUSY if another process holds it
 */
export function lockFile(path: string): () => void {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(`${path}.lock`, { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock?.close();
    throw error;
  }
  return () => void lock.close();
}
