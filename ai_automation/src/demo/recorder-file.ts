import Database from "better-sqlite3";

/** A context as Home Assistant stores it: sixteen bytes as 32 hexadecimal digits. */
export interface RecordedContext {
  readonly id: string;
  readonly user?: string | null;
  readonly parent?: string | null;
}

export interface RecordedState {
  readonly entityId: string;
  readonly state: string | null;
  /** Seconds UTC. */
  readonly seconds: number;
  readonly context: RecordedContext;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** When the state value changed, if earlier: later updates only changed attributes. */
  readonly changedSeconds?: number;
  /** The first state of an entity, ever or after a restart. */
  readonly isFirst?: boolean;
}

export interface RecordedEvent {
  readonly type: string;
  readonly seconds: number;
  readonly context: RecordedContext;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes a database like Home Assistant's recorder, for tests and benchmarks. */
export interface RecorderFile {
  state(state: RecordedState): void;
  event(event: RecordedEvent): void;
  close(): void;
}

/** The columns and indices used for reading, as of schema 53 (components/recorder/db_schema.py). */
const SCHEMA = `
CREATE TABLE schema_changes (change_id INTEGER PRIMARY KEY, schema_version INTEGER, changed DATETIME);
CREATE TABLE states_meta (metadata_id INTEGER PRIMARY KEY, entity_id VARCHAR(255) UNIQUE);
CREATE TABLE state_attributes (attributes_id INTEGER PRIMARY KEY, hash BIGINT, shared_attrs TEXT);
CREATE TABLE states (
  state_id INTEGER PRIMARY KEY, entity_id CHAR(0), state VARCHAR(255), attributes CHAR(0), event_id SMALLINT,
  last_changed CHAR(0), last_changed_ts FLOAT, last_reported_ts FLOAT, last_updated CHAR(0), last_updated_ts FLOAT,
  old_state_id INTEGER, attributes_id INTEGER, context_id CHAR(0), context_user_id CHAR(0), context_parent_id CHAR(0),
  origin_idx SMALLINT, context_id_bin BLOB, context_user_id_bin BLOB, context_parent_id_bin BLOB, metadata_id INTEGER
);
CREATE INDEX ix_states_last_updated_ts ON states (last_updated_ts);
CREATE INDEX ix_states_metadata_id_last_updated_ts ON states (metadata_id, last_updated_ts);
CREATE TABLE event_types (event_type_id INTEGER PRIMARY KEY, event_type VARCHAR(64) UNIQUE);
CREATE TABLE event_data (data_id INTEGER PRIMARY KEY, hash BIGINT, shared_data TEXT);
CREATE TABLE events (
  event_id INTEGER PRIMARY KEY, event_type CHAR(0), event_data CHAR(0), origin CHAR(0), origin_idx SMALLINT,
  time_fired CHAR(0), time_fired_ts FLOAT, context_id CHAR(0), context_user_id CHAR(0), context_parent_id CHAR(0),
  data_id INTEGER, context_id_bin BLOB, context_user_id_bin BLOB, context_parent_id_bin BLOB, event_type_id INTEGER
);
CREATE INDEX ix_events_event_type_id_time_fired_ts ON events (event_type_id, time_fired_ts);
`;

export function createRecorderFile(path: string, { schema = 53 }: { readonly schema?: number } = {}): RecorderFile {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.exec(SCHEMA);
  database.prepare("INSERT INTO schema_changes (schema_version) VALUES (?)").run(schema);
  const insertState = database.prepare(
    `INSERT INTO states (state, last_changed_ts, last_updated_ts, old_state_id, attributes_id, origin_idx,
       context_id_bin, context_user_id_bin, context_parent_id_bin, metadata_id) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
  );
  const insertEvent = database.prepare(
    `INSERT INTO events (origin_idx, time_fired_ts, data_id, context_id_bin, context_user_id_bin, context_parent_id_bin,
       event_type_id) VALUES (0, ?, ?, ?, ?, ?, ?)`,
  );
  const entities = named(database, "INSERT INTO states_meta (entity_id) VALUES (?)");
  const types = named(database, "INSERT INTO event_types (event_type) VALUES (?)");
  const attributeTexts = named(database, "INSERT INTO state_attributes (hash, shared_attrs) VALUES (0, ?)");
  const dataTexts = named(database, "INSERT INTO event_data (hash, shared_data) VALUES (0, ?)");
  const newest = new Map<string, number>();
  database.exec("BEGIN");
  return {
    state: ({ entityId, state, seconds, context, attributes = {}, changedSeconds, isFirst = false }) => {
      const before = isFirst ? null : (newest.get(entityId) ?? null);
      const { lastInsertRowid } = insertState.run(
        state,
        changedSeconds ?? null,
        seconds,
        before,
        attributeTexts(JSON.stringify(attributes)),
        ...bytesOf(context),
        entities(entityId),
      );
      newest.set(entityId, Number(lastInsertRowid));
    },
    event: ({ type, seconds, context, data = {} }) => {
      insertEvent.run(seconds, dataTexts(JSON.stringify(data)), ...bytesOf(context), types(type));
    },
    close: () => {
      database.exec("COMMIT");
      database.close();
    },
  };
}

function named(database: Database.Database, sql: string): (name: string) => number {
  const insert = database.prepare(sql);
  const ids = new Map<string, number>();
  return (name) => {
    const id = ids.get(name) ?? Number(insert.run(name).lastInsertRowid);
    ids.set(name, id);
    return id;
  };
}

const bytesOf = ({ id, user = null, parent = null }: RecordedContext): readonly (Buffer | null)[] =>
  [id, user, parent].map((hex) => (hex === null ? null : Buffer.from(hex, "hex")));
