import Database from "better-sqlite3";
import { explain, makeFolder } from "./connection.ts";

/**
 * Holds a database for this process alone, by a lock that ends with the process however that ends.
 * @throws Error naming the file and the remedy when another instance of the service holds it.
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
