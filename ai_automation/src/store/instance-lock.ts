import { realpath, stat } from "node:fs/promises";
import Database from "better-sqlite3";
import { explain, makeFolder } from "./connection.ts";

/**
 * Locks a database for this process, also against its path through symbolic links. The lock ends with the process, even
 * if it is killed.
 * @throws Error naming the file and the remedy if another instance of the service holds the lock, or if a hard link
 *   would let another instance pass it
 */
export async function lockInstance(databasePath: string): Promise<() => void> {
  await makeFolder(databasePath);
  await refuseHardLinks(databasePath);
  const path = await realpath(databasePath).catch(() => databasePath);
  let lock: Database.Database | undefined;
  try {
    lock = new Database(`${path}.lock`, { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    throw new Error(explain(databasePath, cause), { cause });
  }
  return () => void lock.close();
}

/** SQLite names its journal after the path: two names for one file would damage it (sqlite.org/howtocorrupt.html, 2.5). */
async function refuseHardLinks(path: string): Promise<void> {
  const links = await stat(path).then(
    ({ nlink }) => nlink,
    () => 1,
  );
  if (links > 1)
    throw new Error(
      `The database ${path} cannot be used: it has ${links} hard links, and a second instance could open it by another name. Replace the others with copies or symbolic links.`,
    );
}
