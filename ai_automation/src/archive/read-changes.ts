import Database from "better-sqlite3";
import type { RecordedChange } from "../history/recording/recorded-change.ts";
import type { Interval } from "../model/state-change.ts";
import { contextOfCode } from "./cause-code.ts";

/** Reads changes in the order of a recording: by time, then by entity. Opens the file read-only. */
export function* readChanges(path: string, { from, to }: Interval): Generator<RecordedChange> {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare<[number, number], [number, string, string, number, number, number]>(
        `SELECT c.at, e.entity_id, s.state, c.cause, c.actor_ref IS NOT NULL, c.user_ref IS NOT NULL
         FROM told_changes c JOIN entities e ON e.id = c.entity_ref JOIN states s ON s.id = c.state_ref
         WHERE c.at >= ? AND c.at < ? ORDER BY c.at, e.entity_id`,
      )
      .raw()
      .iterate(from, to);
    for (const [at, entityId, state, cause, actor, user] of rows)
      yield { at, entityId, state, context: contextOfCode(cause, { actor: actor === 1, user: user === 1 }) };
  } finally {
    database.close();
  }
}

/** All entities in the order in which they were first recorded, so that new entities do not change the order. */
export function readEntityIds(path: string): readonly string[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database.prepare<[], string>("SELECT entity_id FROM entities ORDER BY id").pluck().all();
  } finally {
    database.close();
  }
}
