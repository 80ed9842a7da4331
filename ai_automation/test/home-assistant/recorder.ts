import Database from "better-sqlite3";
import { decodeCause } from "../../src/archive/cause-code.ts";
import type { Interval } from "../../src/model/state-change.ts";
import type { Recorded } from "./causes/truth.ts";

/** The runs of automations in an interval, by Home Assistant's own database. */
export function recordedRuns(
  databasePath: string,
  { from, to }: Interval,
): readonly { readonly entityId: string; readonly at: number }[] {
  const database = new Database(databasePath, { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare<[number, number], { seconds: number; data: string }>(
        `SELECT time_fired_ts AS seconds, shared_data AS data
         FROM events JOIN event_types USING (event_type_id) JOIN event_data USING (data_id)
         WHERE event_types.event_type = 'automation_triggered' AND time_fired_ts >= ? AND time_fired_ts < ?`,
      )
      .all(from / 1_000, to / 1_000);
    return rows.map(({ seconds, data }) => ({ entityId: JSON.parse(data).entity_id, at: seconds * 1_000 }));
  } finally {
    database.close();
  }
}

/** The states of an entity that began in an interval, by Home Assistant's own database. */
export function recordedStates(
  databasePath: string,
  entityId: string,
  { from, to }: Interval,
): readonly { readonly state: string; readonly at: number }[] {
  const database = new Database(databasePath, { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare<[string, number, number], { state: string; seconds: number }>(
        `SELECT state, last_updated_ts AS seconds FROM states JOIN states_meta USING (metadata_id)
         WHERE states_meta.entity_id = ? AND last_updated_ts >= ? AND last_updated_ts < ? ORDER BY last_updated_ts`,
      )
      .all(entityId, from / 1_000, to / 1_000);
    return rows.map(({ state, seconds }) => ({ state, at: seconds * 1_000 }));
  } finally {
    database.close();
  }
}

export interface RecordedCounts {
  /** Changes of the state value of light and switch entities, by cause. */
  readonly person: number;
  readonly automation: number;
  readonly other: number;
}

/** Counts from Home Assistant's own database, by the recorder's contexts. */
export function countRecorded(databasePath: string, untilSeconds: number): RecordedCounts {
  const database = new Database(databasePath, { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare<[number], { cause: string; changes: number }>(
        `WITH visible AS (
           SELECT states_meta.entity_id, state, context_id_bin AS context, context_user_id_bin AS user,
             lag(state) OVER (PARTITION BY metadata_id ORDER BY last_updated_ts, state_id) AS before
           FROM states JOIN states_meta USING (metadata_id)
           WHERE last_updated_ts < ? AND (states_meta.entity_id LIKE 'light.%' OR states_meta.entity_id LIKE 'switch.%')
         ), runs AS (
           SELECT DISTINCT context_id_bin AS context FROM events JOIN event_types USING (event_type_id)
           WHERE event_types.event_type = 'automation_triggered'
         )
         SELECT CASE WHEN context IN (SELECT context FROM runs) THEN 'automation' WHEN user IS NOT NULL THEN 'person' ELSE 'other' END AS cause,
           count(*) AS changes
         FROM visible
         WHERE before IS NOT NULL AND before <> state
           AND state NOT IN ('unavailable', 'unknown', '') AND before NOT IN ('unavailable', 'unknown', '')
         GROUP BY 1`,
      )
      .all(untilSeconds);
    const of = (cause: string): number => rows.find((row) => row.cause === cause)?.changes ?? 0;
    return { person: of("person"), automation: of("automation"), other: of("other") };
  } finally {
    database.close();
  }
}

export interface ArchivedChange {
  readonly entity_id: string;
  readonly at: number;
  readonly state: string;
  readonly cause: number;
  readonly actor: string | null;
}

/** The archive's changes of some entities since an instant, oldest first. */
export function archived(databasePath: string, entityIds: readonly string[], since: number): readonly ArchivedChange[] {
  const database = new Database(databasePath, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare<[string, number], ArchivedChange>(
        `SELECT entity_id, at, state, cause, name AS actor FROM told_changes
         JOIN entities ON entities.id = entity_ref JOIN states ON states.id = state_ref
         LEFT JOIN actors ON actors.id = actor_ref
         WHERE entity_id IN (SELECT value FROM json_each(?)) AND at >= ? ORDER BY at`,
      )
      .all(JSON.stringify(entityIds), since);
  } finally {
    database.close();
  }
}

/** The archive's changes of entities with this prefix, oldest first, with their causes. */
export function recordedCauses(databasePath: string, like: string, since: number): readonly Recorded[] {
  const database = new Database(databasePath, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare<[string, number], ArchivedChange & { readonly user: string | null }>(
        `SELECT entity_id, at, state, cause, first.name AS actor, second.name AS user FROM told_changes
         JOIN entities ON entities.id = entity_ref JOIN states ON states.id = state_ref
         LEFT JOIN actors first ON first.id = actor_ref LEFT JOIN actors second ON second.id = user_ref
         WHERE entity_id LIKE ? AND at >= ? ORDER BY at`,
      )
      .all(like, since)
      .map(({ entity_id: entityId, state, at, cause, actor, user }) => ({
        entityId,
        state,
        at,
        cause: decodeCause({ code: cause, actor, user }),
      }));
  } finally {
    database.close();
  }
}
