import type Database from "better-sqlite3";
import { TEXT_LEVEL_CODES } from "./level-code.ts";

/** Rows per transaction: it takes a few milliseconds, between which the process does other work. */
export const STEP = 5_000;

export const idOf = (connection: Database.Database, table: string, column: string, name: string): number | undefined =>
  connection.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck().get(name);

export const allEntities = (connection: Database.Database): readonly number[] =>
  connection.prepare<[], number>("SELECT id FROM entities").pluck().all();

/**
 * Deletes up to `STEP` of an entity's oldest changes before an instant, updates the counts, and adds the states of the
 * deleted rows to `states`. Returns the number of deleted changes.
 */
export function deleteChanges(
  connection: Database.Database,
  entity: number,
  until: number,
  states: Set<number>,
): number {
  const codes = codesOf(connection);
  const rows = connection
    .prepare<[number, number, number, number, number], [cause: number, state: number]>(
      `DELETE FROM changes WHERE entity_ref = ? AND at < min(?, coalesce(
         (SELECT at FROM changes WHERE entity_ref = ? ORDER BY at LIMIT 1 OFFSET ?), ?)) RETURNING cause_ref, state_ref`,
    )
    .raw()
    .all(entity, until, entity, STEP, until);
  for (const [, state] of rows) states.add(state);
  const uncount = connection.prepare(
    "UPDATE entity_counts SET changes = changes - ? WHERE entity_ref = ? AND cause = ?",
  );
  for (const [cause, same] of Map.groupBy(rows, ([one]) => codes.get(one))) uncount.run(same.length, entity, cause);
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ? AND changes <= 0").run(entity);
  return rows.length;
}

/**
 * Deletes an entity's levels and units before an instant, except the unit that applies from then on, and adds the ids of the
 * levels' texts to `states`.
 */
export function deleteLevelsAndUnits(
  connection: Database.Database,
  entity: number,
  until: number,
  states: Set<number>,
): void {
  deleteUnits(connection, entity, until);
  const rows = connection
    .prepare<[number, number], [kind: number, value: number]>(
      "DELETE FROM levels WHERE entity_ref = ? AND at < ? RETURNING kind, value",
    )
    .raw()
    .all(entity, until);
  for (const [kind, value] of rows) if (TEXT_LEVEL_CODES.includes(kind)) states.add(value);
}

function deleteUnits(connection: Database.Database, entity: number, until: number): void {
  connection
    .prepare(
      "DELETE FROM units WHERE entity_ref = ? AND at < (SELECT max(at) FROM units WHERE entity_ref = ? AND at <= ?)",
    )
    .run(entity, entity, until);
  connection.prepare("UPDATE units SET at = ? WHERE entity_ref = ? AND at < ?").run(until, entity, until);
}

/** Recalculates the counts of an entity's changes. */
export function recount(connection: Database.Database, entity: number): void {
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ?").run(entity);
  connection
    .prepare(
      `INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
       SELECT entity_ref, cause, count(*), min(at), max(at) FROM told_changes WHERE entity_ref = ? GROUP BY cause`,
    )
    .run(entity);
}

const codesOf = (connection: Database.Database): ReadonlyMap<number, number> =>
  new Map(connection.prepare<[], [number, number]>("SELECT id, code FROM causes").raw().all());
