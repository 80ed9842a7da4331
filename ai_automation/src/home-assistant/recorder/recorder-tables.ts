import { z } from "zod";
import type { Restart } from "../../history/attribution/thin-evidence.ts";
import { domainOf } from "../../model/state-change.ts";
import { instantOfSeconds } from "../instants.ts";
import { hasRecordedLevels } from "../level-attributes.ts";
import { LOGBOOK_EVENTS } from "./logbook-events.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import { RecorderError } from "./recorder-error.ts";
import type { EventRow } from "./rows.ts";

/** A row of `states` whose state value changed, or whose levels may have. Contexts are hexadecimal, times in seconds. */
export interface StateRow {
  readonly id: number;
  readonly entity: number;
  readonly state: string | null;
  readonly seconds: number;
  readonly isChange: boolean;
  /** Id of the entity's previous row; null if the entity is new or Home Assistant had just started. */
  readonly before: number | null;
  readonly attributes: number | null;
  readonly context: string | null;
  readonly user: string | null;
  readonly parent: string | null;
}

export interface RecorderEntity {
  readonly entityId: string;
  /** Whether the logbook omits it. */
  readonly isContinuous: boolean;
  /** Whether the recorder stores levels of it. */
  readonly storesLevels: boolean;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** The recorder's tables since schema 43 (components/recorder/db_schema.py). */
export interface RecorderTables {
  readonly entities: ReadonlyMap<number, RecorderEntity>;
  /** When Home Assistant started or stopped, milliseconds UTC. */
  readonly restarts: readonly Restart[];
  /** When it had started: the end of each start, milliseconds UTC. */
  readonly started: readonly number[];
  /** Times of the first and last state, in seconds; null if there is none. */
  readonly span: Span | null;
  /** The next `count` rows in chronological order. */
  states(after: { readonly id: number; readonly seconds: number }, count: number): Promise<readonly StateRow[]>;
  /** Events that causes are derived from; `from` is exclusive, `to` inclusive, in seconds. */
  events(from: number, to: number): Promise<readonly EventRow[]>;
  /** Attribute id to JSON. */
  attributes(ids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  has(stateId: number, seconds: number): Promise<boolean>;
}

const OLDEST_SCHEMA = 43;
/** The largest seconds that a Date can hold. Also filters texts, which SQLite allows in any column and sorts after numbers. */
const END_OF_TIME = 8_640_000_000_000;
/** The recorder stores `last_changed_ts` only if it differs from `last_updated_ts`. */
const CHANGED = "(s.last_changed_ts IS NULL OR s.last_changed_ts = s.last_updated_ts)";

/** @throws RecorderError if it is not a recorder's database, or its schema is too old */
export async function openTables(database: RecorderDatabase): Promise<RecorderTables> {
  await checkSchema(database);
  const { hex } = database;
  const types = await typesOf(database);
  const eventTypes = [...types].filter(([, name]) => LOGBOOK_EVENTS.has(name)).map(([id]) => id);
  const timesNamed = async (event: string): Promise<readonly number[]> =>
    (
      await timesOf(
        database,
        [...types].filter(([, name]) => name === event).map(([id]) => id),
      )
    ).map(instantOfSeconds);
  const entities = await entitiesOf(database);
  const continuous = [...entities].filter(([, { isContinuous }]) => isContinuous).map(([id]) => id);
  const levelEntities = [...entities].filter(([, { storesLevels }]) => storesLevels).map(([id]) => id);
  // Contexts of continuous sensors are never used, and these make most rows.
  const unlessContinuous = (sql: string): string =>
    continuous.length === 0 ? sql : `CASE WHEN s.metadata_id IN (${continuous.join(", ")}) THEN NULL ELSE ${sql} END`;
  const columns = ["context_id_bin", "context_user_id_bin", "context_parent_id_bin"];
  const stateContexts = columns.map((name) => unlessContinuous(hex(`s.${name}`))).join(", ");
  const eventContexts = columns.map((name) => hex(`e.${name}`)).join(", ");

  return {
    entities,
    restarts: [
      ...(await timesNamed("homeassistant_start")).map((at) => ({ at, kind: "start" as const })),
      ...(await timesNamed("homeassistant_stop")).map((at) => ({ at, kind: "stop" as const })),
    ],
    started: await timesNamed("homeassistant_started"),
    span: await spanOf(database),
    states: async ({ id, seconds }, count) => {
      const rows = await database.all(
        `SELECT s.state_id, s.metadata_id, s.state, s.last_updated_ts, s.old_state_id, s.attributes_id, ${stateContexts},
           CASE WHEN ${CHANGED} THEN 1 ELSE 0 END
         FROM states s WHERE s.last_updated_ts >= ? AND s.last_updated_ts < ${END_OF_TIME} AND (s.last_updated_ts > ? OR s.state_id > ?)
           AND (${CHANGED}${levelEntities.length === 0 ? "" : ` OR s.metadata_id IN (${levelEntities.join(", ")})`})
         ORDER BY s.last_updated_ts, s.state_id LIMIT ?`,
        [seconds, seconds, id, count],
      );
      return rows.map((row) => ({
        id: Number(row[0]),
        entity: Number(row[1]),
        state: textOf(row[2]),
        seconds: Number(row[3]),
        before: numberOf(row[4]),
        attributes: numberOf(row[5]),
        context: textOf(row[6]),
        user: textOf(row[7]),
        parent: textOf(row[8]),
        isChange: Number(row[9]) === 1,
      }));
    },
    events: async (from, to) => {
      if (eventTypes.length === 0) return [];
      const rows = await database.all(
        `SELECT e.time_fired_ts, e.event_type_id, d.shared_data, ${eventContexts}
         FROM events e LEFT JOIN event_data d ON d.data_id = e.data_id
         WHERE e.time_fired_ts > ? AND e.time_fired_ts <= ? AND e.event_type_id IN (${eventTypes.join(", ")})
         ORDER BY e.time_fired_ts, e.event_id`,
        [from, to],
      );
      return rows.map((row) => ({
        seconds: Number(row[0]),
        type: types.get(Number(row[1])) ?? "",
        data: textOf(row[2]),
        context: textOf(row[3]),
        user: textOf(row[4]),
        parent: textOf(row[5]),
      }));
    },
    attributes: async (ids) => {
      if (ids.length === 0) return new Map();
      const rows = await database.all(
        `SELECT attributes_id, shared_attrs FROM state_attributes WHERE attributes_id IN (${ids.join(", ")})`,
      );
      return new Map(rows.map(([id, text]) => [Number(id), textOf(text) ?? "{}"]));
    },
    has: async (stateId, seconds) => {
      const [row] = await database.all("SELECT last_updated_ts FROM states WHERE state_id = ?", [stateId]);
      return row !== undefined && Number(row[0]) === seconds;
    },
  };
}

async function checkSchema(database: RecorderDatabase): Promise<void> {
  let version: number;
  try {
    const [row] = await database.all("SELECT max(schema_version) FROM schema_changes");
    version = z.coerce.number().parse(row?.[0] ?? 0);
  } catch (cause) {
    throw new RecorderError("This is not a Home Assistant recorder database, or it is damaged.", { cause });
  }
  if (version >= OLDEST_SCHEMA) return;
  throw new RecorderError(
    `The recorder's schema version is ${version}, but at least ${OLDEST_SCHEMA} is required: update Home Assistant, start it once, then import again.`,
  );
}

async function typesOf(database: RecorderDatabase): Promise<ReadonlyMap<number, string>> {
  const rows = await database.all("SELECT event_type_id, event_type FROM event_types");
  return new Map(rows.map(([id, name]) => [Number(id), String(name)]));
}

async function timesOf(database: RecorderDatabase, types: readonly number[]): Promise<readonly number[]> {
  if (types.length === 0) return [];
  const rows = await database.all(
    `SELECT time_fired_ts FROM events
     WHERE event_type_id IN (${types.join(", ")}) AND time_fired_ts < ${END_OF_TIME} ORDER BY time_fired_ts`,
  );
  return rows.map(([seconds]) => Number(seconds));
}

async function spanOf(database: RecorderDatabase): Promise<Span | null> {
  const [row] = await database.all(
    `SELECT min(last_updated_ts), max(last_updated_ts) FROM states WHERE last_updated_ts < ${END_OF_TIME}`,
  );
  const [first = null, last = null] = row ?? [];
  return first === null || last === null ? null : { first: Number(first), last: Number(last) };
}

async function entitiesOf(database: RecorderDatabase): Promise<ReadonlyMap<number, RecorderEntity>> {
  const rows = await database.all(
    `SELECT m.metadata_id, m.entity_id, CASE WHEN m.entity_id LIKE 'sensor.%' THEN (
       SELECT a.shared_attrs FROM state_attributes a WHERE a.attributes_id = (
         SELECT s.attributes_id FROM states s WHERE s.metadata_id = m.metadata_id
         ORDER BY s.last_updated_ts DESC LIMIT 1)) END
     FROM states_meta m WHERE m.entity_id LIKE '%.%'`,
  );
  return new Map(
    rows.map(([id, name, attributes]) => {
      const entityId = String(name);
      const newest = textOf(attributes) ?? "";
      return [
        Number(id),
        { entityId, isContinuous: isContinuous(entityId, newest), storesLevels: hasRecordedLevels(entityId) },
      ];
    }),
  );
}

const ALWAYS_CONTINUOUS: ReadonlySet<string> = new Set(["counter", "proximity"]);

/** components/logbook/helpers.py, is_sensor_continuous; uses the newest attributes. */
function isContinuous(entityId: string, attributes: string): boolean {
  if (ALWAYS_CONTINUOUS.has(domainOf(entityId))) return true;
  return ["unit_of_measurement", "state_class", "device_class"].some((name) => attributes.includes(`"${name}":`));
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

const numberOf = (value: unknown): number | null =>
  value === null || Number.isNaN(Number(value)) ? null : Number(value);
