import Database from "better-sqlite3";
import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import { isGapState } from "../../model/state-change.ts";
import type { Location } from "../../model/sun.ts";
import { createFrameBuilder, type Frame, type FrameBuilder } from "../frame/frame.ts";
import { isNumericLevel } from "../../model/level.ts";
import { CAUSE_CODES, contextOfCode, isPersonCode } from "./cause-code.ts";
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

/** Some rows of one entity. `origins` hold the cause's code, whether there is a second actor, and the actor. */
interface Page {
  readonly at: readonly number[];
  readonly states: readonly number[];
  readonly origins: readonly number[];
}

const ORIGIN = "cause + 512 * (second_actor_ref IS NOT NULL) + 1024 * coalesce(actor_ref, 0)";

/** Bounds the memory: a page is some megabytes of text. */
const PAGE_ROWS = 50_000;

function readChanges(database: Database.Database, builder: FrameBuilder): void {
  const entities = namesOf(database, "entities", "entity_id");
  const states = namesOf(database, "states", "state");
  const actors = namesOf(database, "actors", "name");
  const contexts = new Map(
    CAUSE_CODES.map((code) => [code, [contextOfCode(code, false), contextOfCode(code, true)] as const]),
  );
  const isGap = new Set([...states].filter(([, state]) => isGapState(state)).map(([ref]) => ref));
  const entityCodes = new Map<number, number>();
  const entityOf = (ref: number): number => coded(entityCodes, ref, () => builder.entity(entities.get(ref) ?? ""));
  const stateCodes = new Map<number, number>();
  for (const entityRef of entities.keys()) {
    let stateBefore = 0;
    for (const page of pagesOf(database, entityRef)) {
      const entity = entityOf(entityRef);
      for (let row = 0; row < page.at.length; row++) {
        const [at, stateRef, origin] = [page.at[row]!, page.states[row]!, page.origins[row]!];
        const cause = origin % 512;
        const told: Context = contexts.get(cause)?.[Math.floor(origin / 512) % 2] ?? "unknown";
        // What comes back after a gap has done nothing, and automation is the one context that makes no action.
        const context = told === "unknown" && isGap.has(stateBefore) ? "automation" : told;
        stateBefore = stateRef;
        const actor = Math.floor(origin / 1_024);
        if (actor > 0 && isPersonCode(cause)) builder.hands.add(at, entity, actors.get(actor) ?? "");
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
      `SELECT json_group_array(at), json_group_array(state_ref), json_group_array(origin) FROM (
         SELECT at, state_ref, ${ORIGIN} AS origin FROM changes
         WHERE entity_ref = ? AND (at, state_ref) > (?, ?) ORDER BY at, state_ref LIMIT ?)`,
    )
    .raw();
  let after: readonly [at: number, state: number] | undefined = [0, 0];
  while (after !== undefined) {
    const [at = [], states = [], origins = []]: readonly (readonly number[])[] = (
      next.get(entity, ...after, PAGE_ROWS) ?? []
    ).map(numbersOf);
    if (at.length > 0) yield { at, states, origins };
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

function namesOf(database: Database.Database, table: string, column: string): ReadonlyMap<number, string> {
  const rows = database.prepare(`SELECT id, ${column} FROM ${table}`).raw().all() as [number, string][];
  return new Map(rows);
}
