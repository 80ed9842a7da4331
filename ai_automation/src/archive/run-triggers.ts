import type Database from "better-sqlite3";
import type { RunTrigger } from "../model/automation.ts";

/** Returns a function that finds or adds the row of a trigger. */
export function createRunTriggerIds(connection: Database.Database): (trigger: RunTrigger) => number {
  const find = connection
    .prepare<[string, string | null], number>("SELECT id FROM run_triggers WHERE kind = ? AND entity_id IS ?")
    .pluck();
  const insert = connection.prepare<[string, string | null]>(
    "INSERT INTO run_triggers (kind, entity_id) VALUES (?, ?)",
  );
  return ({ kind, entityId }) => find.get(kind, entityId) ?? Number(insert.run(kind, entityId).lastInsertRowid);
}

/** Deletes an entity as the trigger of runs from before an instant. The runs stay. */
export function forgetRunTrigger(connection: Database.Database, entityId: string, until: number): void {
  connection
    .prepare(
      `UPDATE automation_runs SET trigger_ref = NULL
       WHERE at < ? AND trigger_ref IN (SELECT id FROM run_triggers WHERE entity_id = ?)`,
    )
    .run(until, entityId);
  deleteUnusedRunTriggers(connection);
}

/** Deletes runs before an instant, in milliseconds UTC, and the triggers that started no other run. */
export function deleteRunsBefore(connection: Database.Database, instant: number): void {
  connection.prepare("DELETE FROM automation_runs WHERE at < ?").run(instant);
  deleteUnusedRunTriggers(connection);
}

/** The names of entities go with the last run that they started. */
function deleteUnusedRunTriggers(connection: Database.Database): void {
  connection
    .prepare(
      `DELETE FROM run_triggers WHERE id NOT IN
         (SELECT trigger_ref FROM automation_runs WHERE trigger_ref IS NOT NULL)`,
    )
    .run();
}

/** The triggers of an automation's runs since an instant, most frequent first. Two rows can be alike after a rename. */
export function prepareRunTriggers(
  connection: Database.Database,
): Database.Statement<[automation: string, since: number], RunTrigger & { readonly runs: number }> {
  return connection.prepare(
    `SELECT kind, run_triggers.entity_id AS entityId, count(*) AS runs
     FROM automation_runs runs JOIN run_triggers ON run_triggers.id = trigger_ref
     WHERE runs.entity_id = ? AND at >= ? GROUP BY kind, run_triggers.entity_id ORDER BY runs DESC, kind, entityId`,
  );
}
