import Database from "better-sqlite3";
import type { Context } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import { isGapState } from "../model/state-change.ts";
import type { Location } from "../model/sun.ts";
import { createFrameBuilder, type Frame, type FrameBuilder } from "../history/frame/frame.ts";
import { isNumericLevel } from "../model/level.ts";
import { contextOfCode, isPersonCode } from "./cause-code.ts";
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

/** Some rows of one entity. */
interface Page {
  readonly at: readonly number[];
  readonly states: readonly number[];
  readonly causes: readonly number[];
}

/** Bounds the memory: a page is some megabytes of text. */
const PAGE_ROWS = 50_000;

function readChanges(database: Database.Database, builder: FrameBuilder): void {
  const entities = namesOf(database, "entities", "entity_id");
  const states = namesOf(database, "states", "state");
  const causes = causesOf(database);
  const isGap = new Set([...states].filter(([, state]) => isGapState(state)).map(([ref]) => ref));
  const entityCodes = new Map<number, number>();
  const entityOf = (ref: number): number => coded(entityCodes, ref, () => builder.entity(entities.get(ref) ?? ""));
  const stateCodes = new Map<number, number>();
  for (const entityRef of entities.keys()) {
    let stateBefore = 0;
    for (const page of pagesOf(database, entityRef)) {
      const entity = entityOf(entityRef);
      for (let row = 0; row < page.at.length; row++) {
        const [at, stateRef] = [page.at[row]!, page.states[row]!];
        const { context: told, person } = causes.get(page.causes[row]!) ?? UNKNOWN;
        // What comes back after a gap has done nothing, and automation is the one context that makes no action.
        const context = told === "unknown" && isGap.has(stateBefore) ? "automation" : told;
        stateBefore = stateRef;
        if (person !== null) builder.hands.add(at, entity, person);
        builder.add(
          at,
          entity,
          coded(stateCodes, stateRef, () => builder.state(states.get(stateRef) ?? "")),
          context,
        );
      }
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

/**
 * An entity's changes in the order of their key, each page from where the last one ended; none where there are none.
 * SQLite hands a page over as three arrays in JSON: a third of the time that row by row takes.
 */
function* pagesOf(database: Database.Database, entity: number): Generator<Page> {
  const next = database
    .prepare<[number, number, number, number], [string, string, string]>(
      `SELECT json_group_array(at), json_group_array(state_ref), json_group_array(cause_ref) FROM (
         SELECT at, state_ref, cause_ref FROM changes
         WHERE entity_ref = ? AND (at, state_ref) > (?, ?) ORDER BY at, state_ref LIMIT ?)`,
    )
    .raw();
  let after: readonly [at: number, state: number] | undefined = [0, 0];
  while (after !== undefined) {
    const [at = [], states = [], causes = []]: readonly (readonly number[])[] = (
      next.get(entity, ...after, PAGE_ROWS) ?? []
    ).map(numbersOf);
    if (at.length > 0) yield { at, states, causes };
    after = at.length < PAGE_ROWS ? undefined : [at.at(-1) ?? 0, states.at(-1) ?? 0];
  }
}

const numbersOf = (json: string): readonly number[] => JSON.parse(json);

function coded(known: Map<number, number>, ref: number, code: () => number): number {
  let found = known.get(ref);
  if (found === undefined) {
    found = code();
    known.set(ref, found);
  }
  return found;
}

/** What a cause means to a frame. */
interface ReadCause {
  readonly context: Context;
  /** The user who acted. */
  readonly person: string | null;
}

const UNKNOWN: ReadCause = { context: "unknown", person: null };

function causesOf(database: Database.Database): ReadonlyMap<number, ReadCause> {
  const rows = database
    .prepare<[], { id: number; code: number; actor: string | null; hasUser: number }>(
      `SELECT causes.id, code, name AS actor, user_ref IS NOT NULL AS hasUser
       FROM causes LEFT JOIN actors ON actors.id = actor_ref`,
    )
    .all();
  return new Map(
    rows.map(({ id, code, actor, hasUser }) => [
      id,
      { context: contextOfCode(code, hasUser === 1), person: isPersonCode(code) ? actor : null },
    ]),
  );
}

function namesOf(database: Database.Database, table: string, column: string): ReadonlyMap<number, string> {
  const rows = database.prepare(`SELECT id, ${column} FROM ${table}`).raw().all() as [number, string][];
  return new Map(rows);
}
