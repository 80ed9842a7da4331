import { realpath, stat } from "node:fs/promises";
import { explain, makeFolder } from "./connection.ts";
import { lockFile } from "./file-lock.ts";

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
  try {
    return lockFile(path);
  } catch (cause) {
    throw new Error(explain(databasePath, cause), { cause });
  }
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
