import { basename, dirname, join } from "node:path";
import type { Knex } from "knex";
import { isDamage } from "../model/damage.ts";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import type { Now } from "../model/time.ts";
import { createDecisionJournal, type DecisionJournal } from "../store/decision-journal.ts";
import { lockInstance } from "../store/instance-lock.ts";
import { journaled } from "../store/journaled-store.ts";
import { askForCheck, openOrRenew } from "../store/open-or-renew.ts";
import { createSuggestionStore } from "../store/suggestion-store.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";

/** The database, held for this process alone, with the journal of what people decided. */
export interface Storage {
  readonly database: Knex;
  readonly store: SuggestionStore;
  readonly journal: DecisionJournal;
  readonly problems: readonly Problem[];
  /** For readers of the file that go by other ways: they met damage. */
  readonly onDamage: (error: Error) => void;
}

/** @throws Error naming the path, the cause and the remedy */
export async function openStorage(parts: {
  readonly path: string;
  readonly now: Now;
  readonly log: Log;
  /** Every opened thing, as soon as it is open. */
  readonly onOpen: (close: () => Promise<void>) => void;
  /** The database turned out to be damaged: the service has to start again. */
  readonly onDamage: (error: Error) => void;
}): Promise<Storage> {
  const { path, now, log, onOpen, onDamage } = parts;
  const unlock = await lockInstance(path);
  onOpen(async () => unlock());
  const { database, setAside } = await openOrRenew(path, now());
  onOpen(() => database.destroy());
  const metDamage = (error: Error): void => {
    askForCheck(path);
    onDamage(error);
  };
  database.on("query-error", (error: Error) => {
    if (isDamage(error)) metDamage(error);
  });
  const journal = createDecisionJournal(database, join(dirname(path), "decisions.jsonl"));
  const isNew = (await database("suggestions").first("id")) === undefined;
  const restored = isNew ? await journal.restore() : 0;
  await journal.compact();
  const problems: Problem[] = [];
  if (setAside !== null) {
    const message =
      `The database was damaged and is kept as ${basename(setAside)}. A new one was begun: ${restored} decisions are ` +
      "back, as is what was excluded, as far as the journal has them; the history is read again as far as Home " +
      "Assistant has it. A backup from before brings back the rest.";
    problems.push({ code: "database_damaged", message, since: now() });
    log.error({ setAside, restored }, "the database was damaged: set aside, and a new one begun");
  }
  return {
    database,
    store: journaled(createSuggestionStore(database), journal),
    journal,
    problems,
    onDamage: metDamage,
  };
}
