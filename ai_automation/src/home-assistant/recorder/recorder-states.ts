import { inOrder, type RowSource } from "./ordered-rows.ts";
import { idsIn, idsSql } from "./recorder-contexts.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import { attributesSql, type RecorderEntities } from "./recorder-entities.ts";
import { timedRowsOf, type PlausibleTime, type TimedRows } from "./recorder-times.ts";
import type { RecorderEntity, StateRow } from "./rows.ts";
import { textOf } from "./text-value.ts";

export interface StateReader {
  /** Times of the first and last state, in seconds; null if there is none. */
  readonly span: { readonly first: number; readonly last: number } | null;
  /** Whether no row links to the entity's previous row: the links were lost, for example when the database was converted. */
  readonly isUnlinked: boolean;
  /** Pages of `count` rows in chronological order, from an instant in seconds on. */
  states(from: number, count: number): AsyncIterable<readonly StateRow[]>;
  /** The JSON of attributes by state id, for those of the rows whose attributes are used. */
  attributesOf(rows: readonly StateRow[]): Promise<ReadonlyMap<number, string>>;
  has(stateId: number, seconds: number): Promise<boolean>;
}

interface StateReaderParts {
  readonly entities: RecorderEntities;
  readonly plausible: PlausibleTime;
  /** When rows began to have contexts, in seconds. */
  readonly contextsSince: number;
}

type Columns = ReadonlyMap<string, string>;

const TIMES = { table: "states", id: "state_id", seconds: "last_updated_ts", date: "last_updated" };

export async function createStateReader(
  database: RecorderDatabase,
  parts: StateReaderParts,
): Promise<StateReader & { readonly rowsInTime: number }> {
  const columns = await database.columnsOf("states");
  const kinds = await timedRowsOf(database, TIMES, parts.plausible);
  const sources = await Promise.all(kinds.map((timed) => sourceOf(database, columns, timed, parts)));
  const [linked] = await database.all("SELECT state_id FROM states WHERE old_state_id IS NOT NULL LIMIT 1");
  const { rows, span } = await extentOf(database, kinds);
  return {
    span,
    rowsInTime: rows,
    isUnlinked: linked === undefined,
    states: (from, count) => inOrder(database, sources, { from, count }),
    attributesOf: (some) => attributesOf(database, columns, some),
    has: async (stateId, seconds) => {
      for (const { time, secondsOf } of kinds) {
        const [row] = await database.all(`SELECT ${time} FROM states r WHERE r.state_id = ?`, [stateId]);
        if (row !== undefined && row[0] !== null && secondsOf(row[0]) === seconds) return true;
      }
      return false;
    },
  };
}

async function extentOf(
  database: RecorderDatabase,
  kinds: readonly TimedRows[],
): Promise<Pick<StateReader, "span"> & { readonly rows: number }> {
  let rows = 0;
  let [first, last] = [Infinity, -Infinity];
  for (const { where, column, isDate, secondsOf } of kinds) {
    const value = (sql: string): string => (isDate ? database.dateText(sql) : sql);
    const [found = []] = await database.all(
      `SELECT count(*), ${value(`min(r.${column})`)}, ${value(`max(r.${column})`)} FROM states r WHERE ${where}`,
    );
    if (Number(found[0]) === 0) continue;
    rows += Number(found[0]);
    first = Math.min(first, secondsOf(found[1]));
    last = Math.max(last, secondsOf(found[2]));
  }
  return { rows, span: first <= last ? { first, last } : null };
}

/** Facts about a row in one number: one value is read faster than three. */
const [HAS_PREDECESSOR, IS_CHANGE, HAS_EVENT] = [1, 2, 4] as const;

/** Reads one kind of rows; most of the work of an import. */
async function sourceOf(
  database: RecorderDatabase,
  columns: Columns,
  timed: TimedRows,
  { entities, contextsSince }: StateReaderParts,
): Promise<RowSource<StateRow>> {
  const hasNames = entities.byName.size > 0;
  const levels = withLevels(entities);
  const change = changeSql(timed);
  // Since 2022.5 the column is not used; new tables have it in another type (db_schema.py, UNUSED_LEGACY_INTEGER_COLUMN).
  const isLinkedToEvents = columns.has("event_id") && columns.get("event_id") !== "smallint";
  const own = idsSql(database, columns, "r");
  const ofEvent = idsSql(database, await database.columnsOf("events"), "e");
  const ids = isLinkedToEvents ? `CASE WHEN r.event_id IS NULL THEN ${own} ELSE ${ofEvent} END` : own;
  const selected = [
    "r.state_id",
    timed.time,
    columns.has("metadata_id") ? "r.metadata_id" : "NULL",
    hasNames ? "r.entity_id" : "NULL",
    "r.state",
    unlessContinuous(entities, ids),
    [
      `CASE WHEN r.old_state_id IS NULL THEN 0 ELSE ${HAS_PREDECESSOR} END`,
      levels.length === 0 ? String(IS_CHANGE) : `CASE WHEN ${change} THEN ${IS_CHANGE} ELSE 0 END`,
      ...(isLinkedToEvents ? [`CASE WHEN r.event_id IS NULL THEN 0 ELSE ${HAS_EVENT} END`] : []),
    ].join(" + "),
  ];
  return {
    timed,
    id: "r.state_id",
    select: `SELECT ${selected.join(", ")} FROM states r
      ${isLinkedToEvents ? "LEFT JOIN events e ON e.event_id = r.event_id" : ""}
      WHERE ${timed.ofKind} AND r.${timed.column} < ${timed.end} AND (${[change, ...levels].join(" OR ")})`,
    rowOf: (row, seconds) => {
      const { context, user, parent } = idsIn(row[5]);
      const facts = Number(row[6]);
      return {
        id: Number(row[0]),
        seconds,
        entity: entityOf(entities, row[2], row[3]),
        state: textOf(row[4]) || null,
        hasPredecessor: (facts & HAS_PREDECESSOR) !== 0,
        isChange: (facts & IS_CHANGE) !== 0,
        isTraceable: context !== null && ((facts & HAS_EVENT) !== 0 || seconds >= contextsSince),
        context,
        user,
        parent,
      };
    },
  };
}

/** An unset or impossible time of the last change counts as a change: `last_changed` is only stored if it is earlier. */
function changeSql({ column, oldest }: TimedRows): string {
  const changed = column === TIMES.seconds ? "r.last_changed_ts" : "r.last_changed";
  return `CASE WHEN ${changed} >= ${oldest} AND ${changed} < r.${column} THEN 0 ELSE 1 END = 1`;
}

/** Contexts of continuous sensors are never used, and these make most rows. */
function unlessContinuous({ byId }: RecorderEntities, sql: string): string {
  const continuous = [...byId].filter(([, { isContinuous }]) => isContinuous).map(([id]) => id);
  if (continuous.length === 0) return sql;
  return `CASE WHEN r.metadata_id IN (${continuous.join(", ")}) THEN NULL ELSE ${sql} END`;
}

/** Conditions for rows that may change a level without changing the state. */
function withLevels({ byId, byName }: RecorderEntities): readonly string[] {
  const ids = [...byId].filter(([, { storesLevels }]) => storesLevels).map(([id]) => id);
  return [
    ...(ids.length === 0 ? [] : [`r.metadata_id IN (${ids.join(", ")})`]),
    ...(byName.size === 0 ? [] : ["r.entity_id IS NOT NULL"]),
  ];
}

function entityOf({ byId, byName }: RecorderEntities, id: unknown, name: unknown): RecorderEntity | undefined {
  if (id !== null) return byId.get(Number(id));
  return typeof name === "string" ? byName.get(name) : undefined;
}

const AT_ONCE = 5_000;

async function attributesOf(
  database: RecorderDatabase,
  columns: Columns,
  rows: readonly StateRow[],
): Promise<ReadonlyMap<number, string>> {
  const [text, join] = attributesSql(columns);
  const wanted = rows.filter(({ entity }) => entity?.usesAttributes === true).map(({ id }) => id);
  const found = new Map<number, string>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const ids = wanted.slice(at, at + AT_ONCE).join(", ");
    const some = await database.all(`SELECT s.state_id, ${text} FROM states s ${join} WHERE s.state_id IN (${ids})`);
    for (const [id, attributes] of some) if (typeof attributes === "string") found.set(Number(id), attributes);
  }
  return found;
}
