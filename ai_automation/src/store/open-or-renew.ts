import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import type { Knex } from "knex";
import { isDamage } from "../model/damage.ts";
import { migrate, openDatabase } from "./connection.ts";

export interface Opened {
  readonly database: Knex;
  /** Where the damaged database now is; null where it was whole. */
  readonly setAside: string | null;
}

const PARTS = ["", "-wal", "-shm"] as const;

const markOf = (path: string): string => `${path}.check`;

/** Damage was met while the service ran: the next start looks at the whole file. */
export const askForCheck = (path: string): Promise<void> => writeFile(markOf(path), "");

/**
 * Opens the database in its newest form. One that is damaged is set aside under the time's name, and a new one begun;
 * after a stop that was not clean, the whole file is looked at first.
 * @throws Error naming the path, the cause and the remedy, of everything that is no damage.
 */
export async function openOrRenew(path: string, now: number): Promise<Opened> {
  const isUnclean = existsSync(`${path}-wal`) || existsSync(markOf(path));
  try {
    const database = await openWhole(path, isUnclean);
    await rm(markOf(path), { force: true });
    return { database, setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const setAside = `${path}.damaged-${new Date(now).toISOString().replaceAll(":", "-")}`;
  for (const part of PARTS) if (existsSync(path + part)) await rename(path + part, setAside + part);
  await rm(markOf(path), { force: true });
  return { database: await openWhole(path, false), setAside };
}

async function openWhole(path: string, isChecked: boolean): Promise<Knex> {
  const database = await openDatabase(path);
  try {
    if (isChecked) await check(database);
    await migrate(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function check(database: Knex): Promise<void> {
  const [first] = await database.raw<readonly { quick_check: string }[]>("PRAGMA quick_check(1)");
  if (first?.quick_check === "ok") return;
  throw Object.assign(new Error(`the check found: ${first?.quick_check}`), { code: "SQLITE_CORRUPT" });
}
