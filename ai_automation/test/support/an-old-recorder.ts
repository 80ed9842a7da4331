import Database from "better-sqlite3";
import { ANNA, T } from "./a-recorder.ts";

/** Tiny tables in the shapes of older releases (components/recorder/models.py and db_schema.py of the release). */
export type OldSchema = 16 | 25 | 30 | 35;

const CONTEXT = "context_id VARCHAR(36), context_user_id VARCHAR(36), context_parent_id VARCHAR(36)";
const DATES = "last_changed DATETIME, last_updated DATETIME";

const STATES: Readonly<Record<OldSchema, string>> = {
  16: `domain VARCHAR(64), entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id INTEGER, ${DATES},
    created DATETIME, old_state_id INTEGER`,
  25: `entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id INTEGER, ${DATES}, old_state_id INTEGER,
    attributes_id INTEGER`,
  30: `entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id INTEGER, ${DATES}, old_state_id INTEGER,
    attributes_id INTEGER, ${CONTEXT}, origin_idx SMALLINT`,
  35: `entity_id VARCHAR(255), state VARCHAR(255), attributes TEXT, event_id INTEGER, ${DATES}, last_changed_ts FLOAT,
    last_updated_ts FLOAT, old_state_id INTEGER, attributes_id INTEGER, ${CONTEXT}, origin_idx SMALLINT`,
};

const EVENTS: Readonly<Record<OldSchema, string>> = {
  16: `event_type VARCHAR(32), event_data TEXT, origin VARCHAR(32), time_fired DATETIME, created DATETIME, ${CONTEXT}`,
  25: `event_type VARCHAR(64), event_data TEXT, origin VARCHAR(32), time_fired DATETIME, ${CONTEXT}`,
  30: `event_type VARCHAR(64), event_data TEXT, origin VARCHAR(32), time_fired DATETIME, ${CONTEXT}, data_id INTEGER`,
  35: `event_type VARCHAR(64), event_data TEXT, origin VARCHAR(32), time_fired DATETIME, time_fired_ts FLOAT, ${CONTEXT},
    data_id INTEGER`,
};

interface OldRow {
  readonly entityId: string;
  readonly state: string | null;
  /** Seconds after T. */
  readonly at: number;
  readonly context?: { readonly id: string; readonly user?: string; readonly parent?: string };
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Seconds after T of the last change of the value, if earlier. */
  readonly changed?: number;
  readonly isFirst?: boolean;
}

export interface OldRecorder {
  readonly database: Database.Database;
  state(row: OldRow): void;
  event(type: string, at: number, context: NonNullable<OldRow["context"]>, data: object): void;
  close(): void;
}

/** Writes rows as the releases with that schema do: until 25, contexts are only in the events of the states. */
export function createOldRecorder(path: string, schema: OldSchema): OldRecorder {
  const database = new Database(path);
  database.pragma("synchronous = OFF");
  database.exec(`
    CREATE TABLE schema_changes (change_id INTEGER PRIMARY KEY, schema_version INTEGER, changed DATETIME);
    CREATE TABLE recorder_runs (run_id INTEGER PRIMARY KEY, start DATETIME, "end" DATETIME);
    CREATE TABLE states (state_id INTEGER PRIMARY KEY, ${STATES[schema]});
    CREATE TABLE events (event_id INTEGER PRIMARY KEY, ${EVENTS[schema]});
    CREATE TABLE state_attributes (attributes_id INTEGER PRIMARY KEY, hash BIGINT, shared_attrs TEXT);
    CREATE TABLE event_data (data_id INTEGER PRIMARY KEY, hash BIGINT, shared_data TEXT);
    INSERT INTO schema_changes (schema_version, changed) VALUES (${schema}, '${dateOf(-60)}');
    INSERT INTO recorder_runs (start) VALUES ('${dateOf(-60)}');
  `);
  const insert = (table: string, row: Readonly<Record<string, unknown>>): number => {
    const columns = Object.keys(row);
    const { lastInsertRowid } = database
      .prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`)
      .run(...Object.values(row));
    return Number(lastInsertRowid);
  };
  const newest = new Map<string, number>();
  let count = 0;

  const eventRow = (type: string, at: number, data: object, context: NonNullable<OldRow["context"]>): number =>
    insert("events", {
      event_type: type,
      ...(schema < 28
        ? { event_data: JSON.stringify(data) }
        : { data_id: insert("event_data", { shared_data: JSON.stringify(data) }) }),
      ...(schema < 31 ? { time_fired: dateOf(at) } : { time_fired_ts: T + at }),
      ...columnsOf(context),
    });

  return {
    database,
    event: (type, at, context, data) => void eventRow(type, at, data, context),
    state: ({ entityId, state, at, changed = at, attributes = {}, isFirst = false, ...rest }) => {
      const context = rest.context ?? { id: uuidOf(count++) };
      const text = JSON.stringify(attributes);
      const id = insert("states", {
        entity_id: entityId,
        state,
        old_state_id: isFirst ? null : (newest.get(entityId) ?? null),
        ...(schema < 25 ? { attributes: text } : { attributes_id: insert("state_attributes", { shared_attrs: text }) }),
        ...(schema < 26 ? { event_id: eventRow("state_changed", at, {}, context) } : columnsOf(context)),
        ...(schema < 31
          ? { last_updated: dateOf(at), last_changed: dateOf(changed) }
          : { last_updated_ts: T + at, last_changed_ts: changed === at ? null : T + changed }),
      });
      newest.set(entityId, id);
    },
    close: () => database.close(),
  };
}

/** As SQLAlchemy stores dates in SQLite. */
export const dateOf = (at: number): string =>
  new Date((T + at) * 1_000).toISOString().replace("T", " ").replace("Z", "000");

const uuidOf = (i: number): string => (0xabc000 + i).toString(16).padStart(32, "0");

const columnsOf = ({
  id,
  user = null,
  parent = null,
}: {
  id: string;
  user?: string | null;
  parent?: string | null;
}) => ({
  context_id: id,
  context_user_id: user,
  context_parent_id: parent,
});

const MOTION = "01GZQ5N2E8K3X4Y5Z6A7B8C9D0";
const RUN = "01GZQ5N2E9K3X4Y5Z6A7B8C9D1";

/** The same evening as `recordAnEvening`, with contexts as ULIDs. */
export function recordAnOldEvening(file: OldRecorder): void {
  for (const entityId of ["light.hall", "light.kitchen", "switch.fan", "binary_sensor.motion", "event.button"])
    file.state({ entityId, state: "off", at: 0, isFirst: true });
  const anna = { id: uuidOf(900), user: ANNA };
  file.event("call_service", 10, anna, callOf("light.turn_on", "light.kitchen"));
  file.state({ entityId: "light.kitchen", state: "on", at: 10.1, context: anna });
  file.state({ entityId: "switch.fan", state: "on", at: 20 });
  const run = { id: RUN, parent: MOTION };
  file.state({ entityId: "binary_sensor.motion", state: "on", at: 30, context: { id: MOTION } });
  file.event("automation_triggered", 30.1, run, { entity_id: "automation.hall", name: "Hall" });
  file.event("call_service", 30.2, run, callOf("light.turn_on", "light.hall"));
  file.state({ entityId: "light.hall", state: "on", at: 30.3, context: run });
  file.state({ entityId: "light.hall", state: "on", at: 31, changed: 30.3, attributes: { icon: "mdi:lamp" } });
  file.state({
    entityId: "event.button",
    state: "2023-11-14T22:14:00.000+00:00",
    at: 40,
    attributes: { event_type: "double" },
  });
  for (const [i, reading] of ["20.1", "20.1", "20.2"].entries())
    file.state({
      entityId: "sensor.warmth",
      state: reading,
      at: 50 + i,
      attributes: { unit_of_measurement: "°C" },
      isFirst: i === 0,
    });
}

const callOf = (service: string, entityId: string): object => ({
  domain: service.split(".")[0],
  service: service.split(".")[1],
  service_data: { entity_id: [entityId] },
});
