import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { contextOf } from "../model/cause.ts";
import { isOccurrence } from "../model/domains.ts";
import { isGapState, type Interval, type StateChange } from "../model/state-change.ts";
import type { HistoryReader } from "../suggestions/history-ports.ts";
import { decodeCause } from "./cause-code.ts";
import { NOTHING_PENDING, withConnection } from "./raw-connection.ts";

/** Reads manual and unattributed changes of entities; only as many rows as needed, from the newest back. */
export function createHistoryReader(database: Knex, showPending = NOTHING_PENDING): HistoryReader {
  return {
    actions: async (entityIds, interval, limit) => {
      await showPending();
      return withConnection(database, (connection) =>
        entityIds
          .flatMap((entityId) => newestActions(connection, entityId, interval, limit))
          .sort((a, b) => a.at - b.at)
          .slice(-limit),
      );
    },
  };
}

interface Row {
  readonly at: number;
  readonly state: string;
  readonly cause: number;
  readonly actor: string | null;
  readonly user: string | null;
}

/**
 * Newest first. A change is a repeat if the previous one has the same state, so each is added once that was read. A scene
 * that is started again is no repeat.
 */
function newestActions(
  connection: Database.Database,
  entityId: string,
  { from, to }: Interval,
  limit: number,
): readonly StateChange[] {
  const rows = connection
    .prepare<[string, number, number], Row>(
      `SELECT changes.at, states.state, cause, actors.name AS actor, users.name AS user FROM told_changes changes
       JOIN states ON states.id = state_ref
       LEFT JOIN actors ON actors.id = actor_ref LEFT JOIN actors users ON users.id = user_ref
       WHERE entity_ref = (SELECT id FROM entities WHERE entity_id = ?) AND changes.at >= ? AND changes.at < ?
       ORDER BY changes.at DESC`,
    )
    .iterate(entityId, from, to);
  const actions: StateChange[] = [];
  let later: StateChange | undefined;
  const addLater = (earlier: Row | undefined): void => {
    const isRepeat = later?.state === earlier?.state && !isOccurrence(entityId);
    if (later !== undefined && !isRepeat && contextOf(later.cause) !== "automation") actions.push(later);
  };
  for (const row of rows) {
    if (isGapState(row.state)) continue;
    addLater(row);
    if (actions.length === limit) return actions;
    later = { entityId, state: row.state, at: row.at, cause: decodeCause({ ...row, code: row.cause }) };
  }
  addLater(undefined);
  return actions;
}
