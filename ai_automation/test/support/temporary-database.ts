import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Knex } from "knex";
import { migrate, openDatabase } from "../../src/store/connection.ts";

export interface TemporaryDatabase {
  readonly path: string;
  readonly database: Knex;
  remove(): Promise<void>;
}

/** A migrated database in its own folder. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "ai-automation-"));
  const path = join(folder, "ai_automation.db");
  const database = await openDatabase(path);
  await migrate(database);
  return {
    path,
    database,
    remove: async () => {
      await database.destroy();
      await rm(folder, { recursive: true });
    },
  };
}
