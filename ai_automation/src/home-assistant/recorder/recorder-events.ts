import { LOGBOOK_EVENTS } from "./logbook-events.ts";
import { idsIn, idsSql } from "./recorder-contexts.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import { timedRowsOf, type PlausibleTime } from "./recorder-times.ts";
import type { EventRow } from "./rows.ts";

export interface EventReader {
  /** Events that causes are derived from, in chronological order; `from` is exclusive, `to` inclusive, in seconds. */
  events(from: number, to: number): Promise<readonly EventRow[]>;
}

/** Event types are in a table of their own since schema 37, event data since schema 28. */
export async function createEventReader(
  database: RecorderDatabase,
  plausible: PlausibleTime,
): Promise<EventReader & { timesOf(type: string): Promise<readonly number[]> }> {
  const times = { table: "events", id: "event_id", seconds: "time_fired_ts", date: "time_fired" };
  const kinds = await timedRowsOf(database, times, plausible);
  const columns = await database.columnsOf("events");
  const types = await typesOf(database, columns);
  const ids = idsSql(database, columns, "r");
  const [data, join] = dataSql(columns);
  const hasNames = columns.has("event_type") && (await hasTypeNames(database));
  const typeColumns = [columns.has("event_type_id") ? "r.event_type_id" : "NULL", hasNames ? "r.event_type" : "NULL"];
  const typeOf = (id: unknown, name: unknown): string =>
    (id === null ? undefined : types.get(Number(id))) ?? (typeof name === "string" ? name : "");
  const isOf = (names: ReadonlySet<string>): string => typeSql(types, hasNames, names);

  return {
    events: async (from, to) => {
      const rows: (EventRow & { readonly id: number })[] = [];
      for (const { time, column, ofKind, timeOf, secondsOf } of kinds) {
        const found = await database.all(
          `SELECT r.event_id, ${time}, ${typeColumns.join(", ")}, ${data}, ${ids} FROM events r ${join}
           WHERE ${ofKind} AND r.${column} > ? AND r.${column} <= ? AND ${isOf(LOGBOOK_EVENTS)}`,
          [timeOf(from), timeOf(to)],
        );
        for (const row of found)
          rows.push({
            id: Number(row[0]),
            seconds: secondsOf(row[1]),
            type: typeOf(row[2], row[3]),
            data: typeof row[4] === "string" ? row[4] : null,
            ...idsIn(row[5]),
          });
      }
      return rows.sort((one, other) => one.seconds - other.seconds || one.id - other.id);
    },
    timesOf: async (type) => {
      const times: number[] = [];
      for (const { time, where, secondsOf } of kinds) {
        const rows = await database.all(`SELECT ${time} FROM events r WHERE ${where} AND ${isOf(new Set([type]))}`);
        for (const [value] of rows) times.push(secondsOf(value));
      }
      return times.filter((seconds) => !Number.isNaN(seconds)).sort((a, b) => a - b);
    },
  };
}

type Columns = ReadonlyMap<string, string>;

async function typesOf(database: RecorderDatabase, columns: Columns): Promise<ReadonlyMap<number, string>> {
  if (!columns.has("event_type_id")) return new Map();
  const rows = await database.all("SELECT event_type_id, event_type FROM event_types");
  return new Map(rows.map(([id, name]) => [Number(id), String(name)]));
}

/** New tables have the column but do not use it, and asking for both columns is slow. */
const hasTypeNames = async (database: RecorderDatabase): Promise<boolean> =>
  (await database.all("SELECT 1 FROM events WHERE event_type IS NOT NULL LIMIT 1")).length > 0;

/** SQL that is true for events of some types, however the row stores its type. */
function typeSql(types: ReadonlyMap<number, string>, hasNames: boolean, names: ReadonlySet<string>): string {
  const ids = [...types].filter(([, name]) => names.has(name)).map(([id]) => id);
  const conditions = [
    ...(ids.length === 0 ? [] : [`r.event_type_id IN (${ids.join(", ")})`]),
    ...(hasNames ? [`r.event_type IN (${[...names].map((name) => `'${name}'`).join(", ")})`] : []),
  ];
  return conditions.length === 0 ? "1 = 0" : `(${conditions.join(" OR ")})`;
}

/** SQL of the data of an event, and the join it needs. */
function dataSql(columns: Columns): readonly [text: string, join: string] {
  if (!columns.has("data_id")) return ["r.event_data", ""];
  const text = columns.has("event_data") ? "COALESCE(d.shared_data, r.event_data)" : "d.shared_data";
  return [text, "LEFT JOIN event_data d ON d.data_id = r.data_id"];
}
