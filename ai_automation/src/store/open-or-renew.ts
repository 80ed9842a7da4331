import { existsSync, writeFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import type { Knex } from "knex";
import { isDamage } from "../model/damage.ts";
import { migrate, openDatabase } from "./connection.ts";
import { rewriteWithSmallPages } from "./small-pages.ts";

export interface Opened {
  readonly database: Knex;
  /** New path of the damaged database; null if it was intact. */
  readonly setAside: string | null;
}

/** A SQLite database consists of these files; the last one only after an interrupted rewriting. */
export const PARTS = ["", "-wal", "-shm", "-journal"] as const;

const markOf = (path: string): string => `${path}.check`;

/** Call when damage was found at runtime: the next start then checks the whole file. */
export const askForCheck = (path: string): void => writeFileSync(markOf(path), "");

/**
 * Opens and migrates the database. A damaged one is renamed with a timestamp and replaced by a new one; after an unclean
 * stop the whole file is checked first.
 * @throws Error naming the path, the cause and the remedy, for errors other than damage
 */
export async function openOrRenew(path: string, now: number): Promise<Opened> {
  const isUnclean = existsSync(`${path}-wal`) || existsSync(`${path}-journal`) || existsSync(markOf(path));
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
    await rewriteWithSmallPages(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function check(database: Knex): Promise<void> {
  const [first] = await database.raw<readonly { quick_check: string }[]>("PRAGMA quick_check(1)");
  if (first?.quick_check === "ok") return;
  throw Object.assign(new Error(`quick_check failed: ${first?.quick_check}`), { code: "SQLITE_CORRUPT" });
}
