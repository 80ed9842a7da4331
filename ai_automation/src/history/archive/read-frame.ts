import Database from "better-sqlite3";
import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import { isGapState } from "../../model/state-change.ts";
import type { Location } from "../../model/sun.ts";
import { createFrameBuilder, type Frame, type FrameBuilder } from "../frame/frame.ts";
import { isNumericLevel } from "../../model/level.ts";
import { CAUSE_CODES, contextOfCode, PERSON_CAUSE_CODES } from "./cause-code.ts";
import { levelKindOf } from "./level-code.ts";

/**
 * Reads the archive at a path into columns, as it is at one moment while others write.
 * Opens the file itself, read-only: it is called in a worker thread.
 */
export function readFrame(path: string, home: { clock: Clock; location: Location | null }): Frame {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const builder = createFrameBuilder(home);
    const readAtOneMoment = database.transaction(() => readChanges(database, builder));
    readAtOneMoment();
    return builder.finish();
  } finally {
    database.close();
  }
}

/** `person` is the user behind a change by hand, `hasUser` whether there is one behind a script or scene. */
type Row = readonly [entity: number, at: number, state: number, cause: number, hasUser: number, person: number | null];

/** Pages cost half of what row by row iteration does, and bound the memory. */
const PAGE_ROWS = 10_000;

function readChanges(database: Database.Database, builder: FrameBuilder): void {
  const entities = namesOf(database, "entities", "entity_id");
  const actors = namesOf(database, "actors", "name");
  const states = namesOf(database, "states", "state");
  const contexts = new Map(
    CAUSE_CODES.map((code) => [code, [contextOfCode(code, false), contextOfCode(code, true)] as const]),
  );
  const isGap = new Set([...states].filter(([, state]) => isGapState(state)).map(([ref]) => ref));
  const entityCodes = new Map<number, number>();
  const entityOf = (ref: number): number => coded(entityCodes, ref, () => builder.entity(entities.get(ref) ?? ""));
  const stateCodes = new Map<number, number>();
  let entityBefore = 0;
  let stateBefore = 0;
  for (const page of pagesOf(database)) {
    for (const [entityRef, at, stateRef, cause, hasUser, person] of page) {
      const told: Context = contexts.get(cause)?.[hasUser === 0 ? 0 : 1] ?? "unknown";
      // What comes back after a gap has done nothing, and automation is the one context that makes no action.
      const isBack = told === "unknown" && entityRef === entityBefore && isGap.has(stateBefore);
      const context = isBack ? "automation" : told;
      entityBefore = entityRef;
      stateBefore = stateRef;
      const entity = entityOf(entityRef);
      if (person !== null) builder.hands.add(at, entity, actors.get(person) ?? "");
      builder.add(
        at,
        entity,
        coded(stateCodes, stateRef, () => builder.state(states.get(stateRef) ?? "")),
        context,
      );
    }
  }
  readLevels(database, builder, entityOf);
}

/** Levels that are numbers; texts stand for nothing that could be averaged. */
function readLevels(database: Database.Database, builder: FrameBuilder, entityOf: (ref: number) => number): void {
  const rows = database
    .prepare<[], [entity: number, kind: number, at: number, value: number]>(
      "SELECT entity_ref, kind, at, value FROM levels",
    )
    .raw();
  for (const [entity, code, at, value] of rows.iterate()) {
    const kind = levelKindOf(code);
    if (kind !== undefined && isNumericLevel(kind)) builder.levels.add(at, entityOf(entity), kind, value);
  }
}

/** All changes in the order of their key, each page from where the last one ended. */
function* pagesOf(database: Database.Database): Generator<readonly Row[]> {
  const next = database
    .prepare<[number, number, number, number], Row>(
      `SELECT entity_ref, at, state_ref, cause, second_actor_ref IS NOT NULL,
         CASE WHEN cause IN (${PERSON_CAUSE_CODES.join()}) THEN actor_ref END FROM changes
       WHERE (entity_ref, at, state_ref) > (?, ?, ?) ORDER BY entity_ref, at, state_ref LIMIT ?`,
    )
    .raw();
  let last: Row | undefined;
  do {
    const page: readonly Row[] = next.all(last?.[0] ?? 0, last?.[1] ?? 0, last?.[2] ?? 0, PAGE_ROWS);
    yield page;
    last = page.at(-1);
  } while (last !== undefined);
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
