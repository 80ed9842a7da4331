import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** The files that belong to a database, named after it. */
export const filesBeside = (databasePath: string) => ({
  journal: `${databasePath}.decisions.jsonl`,
  accessKeys: `${databasePath}.access_keys.json`,
  simulatedHome: `${databasePath}.simulated_home.json`,
  imports: `${databasePath}.imports`,
});

/** Version 1.0.0 used these names for every database in the folder. */
const SHARED_NAMES = {
  journal: "decisions.jsonl",
  accessKeys: "access_keys.json",
  simulatedHome: "simulated_home.json",
} as const;

const DEFAULT_NAME = "ai_automation.db";

/**
 * Renames the files that an earlier version wrote. A database that does not exist yet gets them only if it has the
 * default name and the simulated home was never in this folder: otherwise they are another database's.
 */
export async function adoptSharedFiles(databasePath: string): Promise<void> {
  const folder = dirname(databasePath);
  const isLost = basename(databasePath) === DEFAULT_NAME && !existsSync(join(folder, SHARED_NAMES.simulatedHome));
  if (!existsSync(databasePath) && !isLost) return;
  const own = filesBeside(databasePath);
  for (const file of ["journal", "accessKeys", "simulatedHome"] as const) {
    const shared = join(folder, SHARED_NAMES[file]);
    if (existsSync(shared) && !existsSync(own[file])) await rename(shared, own[file]);
  }
}
