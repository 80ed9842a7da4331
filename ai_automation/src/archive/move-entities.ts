import type Database from "better-sqlite3";
import { idOf, recount } from "./delete-rows.ts";
import { copyUnits } from "./move-units.ts";

export interface HistoryMoves {
  /** New ids by old ones, all at once: ids may be swapped. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Up to `at` (milliseconds UTC), what `from` did was done by `to`. Later changes are those of both. */
  readonly takenOver: readonly { readonly from: string; readonly to: string; readonly at: number }[];
}

/**
 * Moves changes, levels, units, runs and causes to the new ids; where the archive knows the new one already, both histories are
 * merged. Call it within a transaction; ids that are cached elsewhere are invalid afterwards.
 */
export function moveEntities(connection: Database.Database, { renamed, takenOver }: HistoryMoves): void {
  renameIn(connection, { table: "entities", column: "entity_id", merge: mergeEntities }, renamed);
  renameIn(connection, { table: "actors", column: "name", merge: mergeActors }, renamed);
  renameRuns(connection, renamed);
  renameTriggers(connection, renamed);
  for (const { from, to, at } of takenOver) takeOver(connection, from, to, at);
}

interface NameTable {
  readonly table: "entities" | "actors";
  readonly column: string;
  /** Moves everything of the first id to the second, and deletes the first. */
  readonly merge: (connection: Database.Database, from: number, to: number) => number;
}

/** No entity id contains it. */
const VACATED = "\u0000";

function renameIn(
  connection: Database.Database,
  { table, column, merge }: NameTable,
  renamed: ReadonlyMap<string, string>,
): void {
  const name = connection.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`);
  const moving = [...renamed].flatMap(([from, to]) => {
    const id = idOf(connection, table, column, from);
    return id === undefined ? [] : [{ id, from, to }];
  });
  for (const { id, from } of moving) name.run(VACATED + from, id);
  for (const { id, to } of moving) {
    const known = idOf(connection, table, column, to);
    name.run(to, known === undefined ? id : merge(connection, id, known));
  }
}

/** Moves the shorter history. Returns the id that is left. */
function mergeEntities(connection: Database.Database, one: number, other: number): number {
  const changes = connection
    .prepare<[number], number>("SELECT coalesce(sum(changes), 0) FROM entity_counts WHERE entity_ref = ?")
    .pluck();
  const [from, to] = (changes.get(one) ?? 0) <= (changes.get(other) ?? 0) ? [one, other] : [other, one];
  copyUnits(connection, from, to, Number.MAX_SAFE_INTEGER);
  moveRows(connection, from, to, Number.MAX_SAFE_INTEGER);
  addImportCoverage(connection, from, to, Number.MAX_SAFE_INTEGER);
  connection.prepare("DELETE FROM import_coverage WHERE entity_ref = ?").run(from);
  connection.prepare("DELETE FROM units WHERE entity_ref = ?").run(from);
  connection.prepare("DELETE FROM entity_counts WHERE entity_ref = ?").run(from);
  connection.prepare("DELETE FROM entities WHERE id = ?").run(from);
  recount(connection, to);
  return to;
}

function moveRows(connection: Database.Database, from: number, to: number, until: number): void {
  for (const table of ["changes", "levels"]) {
    connection
      .prepare(`UPDATE OR IGNORE ${table} SET entity_ref = ? WHERE entity_ref = ? AND at <= ?`)
      .run(to, from, until);
    connection.prepare(`DELETE FROM ${table} WHERE entity_ref = ? AND at <= ?`).run(from, until);
  }
}

function addImportCoverage(connection: Database.Database, from: number, to: number, until: number): void {
  connection
    .prepare(
      `INSERT INTO import_coverage (entity_ref, from_ms, to_ms)
       SELECT ?, from_ms, min(to_ms, ?) FROM import_coverage WHERE entity_ref = ? AND from_ms <= ?
       ON CONFLICT (entity_ref, from_ms) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
    )
    .run(to, until, from, until);
}

function mergeActors(connection: Database.Database, from: number, to: number): number {
  for (const column of ["actor_ref", "user_ref"])
    connection.prepare(`UPDATE causes SET ${column} = ? WHERE ${column} = ?`).run(to, from);
  connection.prepare("DELETE FROM actors WHERE id = ?").run(from);
  return to;
}

function renameRuns(connection: Database.Database, renamed: ReadonlyMap<string, string>): void {
  const vacate = connection.prepare("UPDATE automation_runs SET entity_id = ? WHERE entity_id = ?");
  const rename = connection.prepare("UPDATE OR IGNORE automation_runs SET entity_id = ? WHERE entity_id = ?");
  const remove = connection.prepare("DELETE FROM automation_runs WHERE entity_id = ?");
  const automations = [...renamed].filter(([from]) => from.startsWith("automation."));
  for (const [from] of automations) vacate.run(VACATED + from, from);
  for (const [from, to] of automations) {
    rename.run(to, VACATED + from);
    remove.run(VACATED + from);
  }
}

function renameTriggers(connection: Database.Database, renamed: ReadonlyMap<string, string>): void {
  const rename = connection.prepare("UPDATE run_triggers SET entity_id = ? WHERE entity_id = ?");
  for (const from of renamed.keys()) rename.run(VACATED + from, from);
  for (const [from, to] of renamed) rename.run(to, VACATED + from);
}

function takeOver(connection: Database.Database, fromId: string, toId: string, at: number): void {
  const from = idOf(connection, "entities", "entity_id", fromId);
  if (from === undefined) return;
  const to =
    idOf(connection, "entities", "entity_id", toId) ??
    Number(connection.prepare("INSERT INTO entities (entity_id) VALUES (?)").run(toId).lastInsertRowid);
  copyUnits(connection, from, to, at);
  moveRows(connection, from, to, at);
  addImportCoverage(connection, from, to, at);
  recount(connection, from);
  recount(connection, to);
}
