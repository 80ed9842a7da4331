import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
  await writeMigratedDatabase(path);
  const database = await openDatabase(path);
  return {
    path,
    database,
    remove: async () => {
      await database.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

/** Migrations run once for all tests of a process: they take longer than most tests. */
let migrated: Promise<Buffer> | undefined;

/** A new database whose migrations have run. */
export async function writeMigratedDatabase(path: string): Promise<void> {
  migrated ??= readMigrated();
  await writeFile(path, await migrated, { mode: 0o600 });
}

async function readMigrated(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "migrated-"));
  const path = join(folder, "ai_automation.db");
  try {
    const database = await openDatabase(path);
    await migrate(database);
    await database.destroy();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
