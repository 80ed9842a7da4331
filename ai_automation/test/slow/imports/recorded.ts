import Database from "better-sqlite3";

/** The rows of the days that live.py describes in a database of schema 38 or later. Times are microseconds. */
export interface Recorded {
  hasChange(entityId: string, at: number): boolean;
  /** Whether all events of the instant's day that name causes and levels are in the database. */
  hasEventsOf(at: number): boolean;
}

/** Events that live.py fires a day: five calls of services and two runs of an automation. */
const EVENTS_A_DAY = 7;
const DAY = 86_400e6;

export function readRecorded(path: string): Recorded {
  const database = new Database(path, { readonly: true });
  try {
    const changes = new Set(database.prepare<[], string>(CHANGES).pluck().all());
    const events = database.prepare<[number], number>(DAYS).pluck().all(DAY);
    const days = Map.groupBy(events, (day) => day);
    return {
      hasChange: (entityId, at) => changes.has(`${entityId} ${at}`),
      hasEventsOf: (at) => days.get(Math.floor(at / DAY))?.length === EVENTS_A_DAY,
    };
  } finally {
    database.close();
  }
}

/**
 * Where a row is missing, the next one may repeat the state before it, or be the entity's first one. A first reading is a
 * change.
 */
const CHANGES = `SELECT entity_id || ' ' || CAST(round(at * 1e6) AS INTEGER) FROM (
    SELECT m.entity_id, s.last_updated_ts AS at, s.state,
      lag(s.state, 1, iif(m.entity_id LIKE 'sensor.%', '', s.state)) OVER (PARTITION BY s.metadata_id ORDER BY s.last_updated_ts, s.state_id) AS before
    FROM states s JOIN states_meta m ON m.metadata_id = s.metadata_id
  ) WHERE state IS NOT before`;

const DAYS = `SELECT CAST(e.time_fired_ts * 1e6 / ? AS INTEGER) FROM events e
  JOIN event_types t ON t.event_type_id = e.event_type_id
  WHERE t.event_type IN ('automation_triggered', 'call_service')`;
