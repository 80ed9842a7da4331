import { setImmediate } from "node:timers/promises";
import type Database from "better-sqlite3";
import { allEntities } from "./delete-rows.ts";
import { TEXT_LEVEL_CODES } from "./level-code.ts";

/** Runs work in its own transaction. */
export type Step = <T>(work: (connection: Database.Database) => T) => Promise<T>;

/** Removes from `candidates` the ids of states that any entity's changes or levels still use. */
export async function removeUsed(step: Step, candidates: Set<number>): Promise<void> {
  for (const entity of await step(allEntities)) {
    let after: number | undefined = -1;
    while (after !== undefined && candidates.size > 0) {
      const page: StatesPage = await step((connection) => statesAfter(connection, entity, after ?? -1));
      for (const state of page.states) candidates.delete(state);
      after = page.last;
      await setImmediate();
    }
    if (candidates.size === 0) return;
    const texts = await step((connection) => textLevelsOf(connection, entity));
    for (const state of texts) candidates.delete(state);
  }
}

interface StatesPage {
  readonly states: readonly number[];
  /** The last instant of the page; undefined on the last page. */
  readonly last: number | undefined;
}

/** Rows per page. */
const PAGE = 50_000;

function statesAfter(connection: Database.Database, entity: number, after: number): StatesPage {
  const last = connection
    .prepare<[number, number, number], number>(
      "SELECT at FROM changes WHERE entity_ref = ? AND at > ? ORDER BY at LIMIT 1 OFFSET ?",
    )
    .pluck()
    .get(entity, after, PAGE);
  const states = connection
    .prepare<[number, number, number], number>(
      "SELECT DISTINCT state_ref FROM changes WHERE entity_ref = ? AND at > ? AND at <= ?",
    )
    .pluck()
    .all(entity, after, last ?? Number.MAX_SAFE_INTEGER);
  return { states, last };
}

const textLevelsOf = (connection: Database.Database, entity: number): readonly number[] =>
  connection
    .prepare<[number], number>(
      `SELECT DISTINCT value FROM levels WHERE entity_ref = ? AND kind IN (${TEXT_LEVEL_CODES.join()})`,
    )
    .pluck()
    .all(entity);
