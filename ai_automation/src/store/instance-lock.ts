import Database from "better-sqlite3";
import { explain, makeFolder } from "./connection.ts";

/**
 * Locks a database for this process. The lock ends with the process, even if it is killed.
 * @throws Error naming the file and the remedy if another instance of the service holds the lock
 */
export async function lockInstance(databasePath: string): Promise<() => void> {
  await makeFolder(databasePath);
  let lock: Database.Database | undefined;
  try {
    lock = new Database(`${databasePath}.lock`, { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    throw new Error(explain(databasePath, cause), { cause });
  }
  return () => void lock.close();
}
