import { basename } from "node:path";
import type { Knex } from "knex";
import { isDamage } from "../model/damage.ts";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import type { Now } from "../model/time.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import { checkHome, setAsideSimulated, type StartedHome } from "./check-home.ts";
import { createDecisionJournal, type DecisionJournal } from "./decision-journal.ts";
import { adoptSharedFiles, filesBeside } from "./files-beside.ts";
import { lockInstance } from "./instance-lock.ts";
import { journaled } from "./journaled-store.ts";
import { askForCheck, openOrRenew, type Opened } from "./open-or-renew.ts";
import { createSuggestionStore } from "./suggestion-store.ts";

/** The database, locked for this process, and the journal of decisions. */
export interface Storage {
  readonly database: Knex;
  readonly store: SuggestionStore;
  readonly journal: DecisionJournal;
  readonly problems: readonly Problem[];
  /** Reports damage, for code that reads the database file through another connection. */
  readonly onDamage: (error: Error) => void;
}

/** @throws Error naming the path, the cause and the remedy */
export async function openStorage(parts: {
  readonly path: string;
  readonly home: StartedHome;
  readonly now: Now;
  readonly log: Log;
  /** Called with each resource's close function, as soon as it is open. */
  readonly onShutdown: (close: () => Promise<void>) => void;
  /** Called when the database is found to be damaged: the service has to be restarted. */
  readonly onDamage: (error: Error) => void;
}): Promise<Storage> {
  const { path, home, now, log, onShutdown, onDamage } = parts;
  const unlock = await lockInstance(path);
  onShutdown(async () => unlock());
  await adoptSharedFiles(path);
  const { database, journal, setAside, restored } = await openOfHome(path, home, now(), log);
  onShutdown(() => database.destroy());
  const reportDamage = (error: Error): void => {
    askForCheck(path);
    onDamage(error);
  };
  database.on("query-error", (error: Error) => {
    if (isDamage(error)) reportDamage(error);
  });
  await journal.compact();
  const problems: Problem[] = [];
  if (setAside !== null) {
    const message =
      `The database was damaged and was renamed to ${basename(setAside)}. A new one was created: ${restored} decisions ` +
      "and the exclusions were restored from the journal, and the history is read again as far back as Home Assistant " +
      "has it. To recover the rest, restore an older backup.";
    const values = { file: basename(setAside), restored: String(restored) };
    problems.push({ code: "database_damaged", message, told: { text: "database_damaged", values }, since: now() });
    log.error({ setAside, restored }, "damaged database set aside, new one created");
  }
  return {
    database,
    store: journaled(createSuggestionStore(database), journal),
    journal,
    problems,
    onDamage: reportDamage,
  };
}

interface OpenedJournal extends Opened {
  readonly journal: DecisionJournal;
  /** Decisions restored from the journal. */
  readonly restored: number;
}

/** A database that belongs to the simulated home is renamed if a real home is started, and replaced by a new one. */
async function openOfHome(path: string, home: StartedHome, now: number, log: Log): Promise<OpenedJournal> {
  const opened = await openWithJournal(path, now);
  try {
    if ((await checkHome(opened.database, path, home)) === "fits") return opened;
  } catch (error) {
    await opened.database.destroy();
    throw error;
  }
  await opened.database.destroy();
  const setAside = await setAsideSimulated(path, now);
  log.warn({ setAside }, "database of the simulated home set aside, new one created");
  return openWithJournal(path, now);
}

async function openWithJournal(path: string, now: number): Promise<OpenedJournal> {
  const opened = await openOrRenew(path, now);
  const { database } = opened;
  try {
    const journal = createDecisionJournal(database, filesBeside(path).journal);
    const isNew = (await database("suggestions").first("id")) === undefined;
    return { ...opened, journal, restored: isNew ? await journal.restore() : 0 };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
