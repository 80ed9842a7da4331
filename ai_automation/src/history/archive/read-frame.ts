import Database from "better-sqlite3";
import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import type { Location } from "../../model/sun.ts";
import { createFrameBuilder, type Frame, type FrameBuilder } from "../frame/frame.ts";
import { CAUSE_CODES, contextOfCode } from "./cause-code.ts";

/** Reads the archive at a path into columns. Opens the file itself, read-only: it is called in a worker thread. */
export function readFrame(path: string, home: { clock: Clock; location: Location | null }): Frame {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const builder = createFrameBuilder(home);
    readChanges(database, builder);
    return builder.finish();
  } finally {
    database.close();
  }
}

type Row = [entity: number, at: number, state: number, cause: number, hasUser: number];

function readChanges(database: Database.Database, builder: FrameBuilder): void {
  const entities = namesOf(database, "entities", "entity_id");
  const states = namesOf(database, "states", "state");
  const contexts = CAUSE_CODES.map((code) => [contextOfCode(code, false), contextOfCode(code, true)] as const);
  const entityCodes = new Map<number, number>();
  const stateCodes = new Map<number, number>();
  const rows = database
    .prepare("SELECT entity_ref, at, state_ref, cause, second_actor_ref IS NOT NULL FROM changes")
    .raw()
    .iterate() as IterableIterator<Row>;
  for (const [entityRef, at, stateRef, cause, hasUser] of rows) {
    const context: Context = contexts[cause]?.[hasUser === 0 ? 0 : 1] ?? "unknown";
    const entity = coded(entityCodes, entityRef, () => builder.entity(entities.get(entityRef) ?? ""));
    builder.add(
      at,
      entity,
      coded(stateCodes, stateRef, () => builder.state(states.get(stateRef) ?? "")),
      context,
    );
  }
}

function coded(known: Map<number, number>, ref: number, code: () => number): number {
  let found = known.get(ref);
  if (found === undefined) {
    found = code();
    known.set(ref, found);
  }
  return found;
}

function namesOf(database: Database.Database, table: string, column: string): ReadonlyMap<number, string> {
  const rows = database.prepare(`SELECT id, ${column} FROM ${table}`).raw().all() as [number, string][];
  return new Map(rows);
}
