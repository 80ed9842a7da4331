import Database from "better-sqlite3";
import { createOrderedFrameBuilder, type Frame, type FrameBuilder } from "../history/frame/frame.ts";
import type { InPresentUnit } from "../history/units/present-unit.ts";
import type { Context } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import { isActuator } from "../model/domains.ts";
import { isNumericLevel } from "../model/level.ts";
import { isGapState } from "../model/state-change.ts";
import type { Location } from "../model/sun.ts";
import { contextOfCode, followsOfCode, isPersonCode } from "./cause-code.ts";
import { levelKindOf } from "./level-code.ts";
import { changedUnits, CHANGES_OF_CHANGED } from "./unit-changes.ts";

/**
 * Reads a consistent snapshot of the archive into columns, while other connections write.
 * Opens the file itself, read-only, because it runs in a process of its own.
 * With `from`, milliseconds UTC, what was before is left out.
 */
export function readFrame(
  path: string,
  { from = 0, ...home }: { clock: Clock; location: Location | null; from?: number },
): Frame {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const readSnapshot = database.transaction(() => {
      const builder = createOrderedFrameBuilder(home, sizeOf(database));
      readChanges(database, builder, from);
      return builder.finish();
    });
    return readSnapshot();
  } finally {
    database.close();
  }
}

type Builder = Omit<FrameBuilder, "finish">;

/** Of all changes, also those from before the instant from which on they are read. */
function sizeOf(database: Database.Database): { readonly rows: number; readonly states: number } {
  const countIn = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    rows: countIn("SELECT coalesce(sum(changes), 0) FROM entity_counts"),
    // One for a state without a name. Each converted value may be a new state.
    states: countIn("SELECT count(*) FROM states") + 1 + countIn(CHANGES_OF_CHANGED),
  };
}

/** Rows of one entity, as columns. */
interface Page {
  readonly at: readonly number[];
  readonly states: readonly number[];
  readonly causes: readonly number[];
}

/** Limits memory: a page is a few megabytes of text. */
const PAGE_ROWS = 50_000;

function readChanges(database: Database.Database, builder: Builder, from: number): void {
  const entities = namesOf(database, "entities", "entity_id");
  const states = namesOf(database, "states", "state");
  const causes = causesOf(database);
  const isGap = new Set([...states].filter(([, state]) => isGapState(state)).map(([ref]) => ref));
  const entityCodes = new Map<number, number>();
  const entityOf = (ref: number): number => coded(entityCodes, ref, () => builder.entity(entities.get(ref) ?? ""));
  const stateCodes = new Map<number, number>();
  const stateOf = (ref: number): number => coded(stateCodes, ref, () => builder.state(states.get(ref) ?? ""));
  const convertedState = (at: number, ref: number, convert: InPresentUnit): number | undefined => {
    const converted = convert(at, states.get(ref) ?? "");
    return converted === undefined ? undefined : builder.state(converted);
  };
  const units = changedUnits(database);
  for (const [entityRef, entityId] of entities) {
    const isActing = isActuator(entityId);
    const convert = units.get(entityRef);
    let stateBefore = 0;
    for (const page of pagesOf(database, entityRef, from)) {
      const entity = entityOf(entityRef);
      for (let row = 0; row < page.at.length; row++) {
        const [at, stateRef] = [page.at[row]!, page.states[row]!];
        const { context: stored, person, follows } = causes.get(page.causes[row]!) ?? UNKNOWN;
        // A state after a gap is not an action, and "automation" is the only context that never counts as one.
        const context = stored === "unknown" && isActing && isGap.has(stateBefore) ? "automation" : stored;
        stateBefore = stateRef;
        const code = convert === undefined ? stateOf(stateRef) : convertedState(at, stateRef, convert);
        if (code === undefined) continue;
        if (person !== null) builder.hands.add(at, entity, person);
        if (follows) builder.followers.add(at, entity);
        builder.add(at, entity, code, context);
      }
    }
  }
  readLevels(database, builder, entityOf, from);
}

/** Only numeric levels: texts cannot be averaged. */
function readLevels(
  database: Database.Database,
  builder: Builder,
  entityOf: (ref: number) => number,
  from: number,
): void {
  const rows = database
    .prepare<[number], [entity: number, kind: number, at: number, value: number]>(
      "SELECT entity_ref, kind, at, value FROM levels WHERE at >= ?",
    )
    .raw();
  for (const [entity, code, at, value] of rows.iterate(from)) {
    const kind = levelKindOf(code);
    if (kind !== undefined && isNumericLevel(kind)) builder.levels.add(at, entityOf(entity), kind, value);
  }
}

/**
 * Pages of an entity's changes in key order. SQLite returns a page as three JSON arrays, which takes a third of the time
 * of reading row by row.
 */
function* pagesOf(database: Database.Database, entity: number, from: number): Generator<Page> {
  const next = database
    .prepare<[number, number, number, number], [string, string, string]>(
      `SELECT json_group_array(at), json_group_array(state_ref), json_group_array(cause_ref) FROM (
         SELECT at, state_ref, cause_ref FROM changes
         WHERE entity_ref = ? AND (at, state_ref) > (?, ?) ORDER BY at, state_ref LIMIT ?)`,
    )
    .raw();
  let after: readonly [at: number, state: number] | undefined = [from, 0];
  while (after !== undefined) {
    const [at = [], states = [], causes = []]: readonly (readonly number[])[] = (
      next.get(entity, ...after, PAGE_ROWS) ?? []
    ).map(numbersOf);
    if (at.length > 0) yield { at, states, causes };
    after = at.length < PAGE_ROWS ? undefined : [at.at(-1) ?? 0, states.at(-1) ?? 0];
  }
}

const numbersOf = (json: string): readonly number[] => JSON.parse(json);

function coded(cache: Map<number, number>, ref: number, code: () => number): number {
  let cached = cache.get(ref);
  if (cached === undefined) {
    cached = code();
    cache.set(ref, cached);
  }
  return cached;
}

interface ReadCause {
  readonly context: Context;
  /** Id of the user who acted. */
  readonly person: string | null;
  readonly follows: boolean;
}

const UNKNOWN: ReadCause = { context: "unknown", person: null, follows: false };

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
      {
        context: contextOfCode(code, { actor: actor !== null, user: hasUser === 1 }),
        person: isPersonCode(code) ? actor : null,
        follows: followsOfCode(code),
      },
    ]),
  );
}

function namesOf(database: Database.Database, table: string, column: string): ReadonlyMap<number, string> {
  const rows = database.prepare(`SELECT id, ${column} FROM ${table}`).raw().all() as [number, string][];
  return new Map(rows);
}
