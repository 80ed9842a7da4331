import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { matches } from "../automation/plan.ts";
import { contextOf } from "../model/cause.ts";
import { isPlayerOn, PLAYER_OFF_STATES } from "../model/domains.ts";
import type { HabitTarget } from "../model/habit.ts";
import { isNumericLevel } from "../model/level.ts";
import { AWAY_STATES, type Interval } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { STATE_WINDOW } from "../replay/match.ts";
import { lowerBound } from "../statistics/search.ts";
import type { FollowedTarget, LevelAfterRun, RunReader } from "../suggestions/history-ports.ts";
import { CAUSE_CODES, decodeCause } from "./cause-code.ts";
import { readChangesOfAutomations } from "./changes-of-automations.ts";
import { levelKindOf } from "./level-code.ts";
import { withConnection } from "./raw-connection.ts";

/** Reads runs of automations, and manual changes of their targets afterwards. */
export function createRunReader(database: Knex): RunReader {
  const readRuns = createLastRead((connection, entityId) =>
    Float64Array.from(
      connection
        .prepare<[string], number>("SELECT at FROM automation_runs WHERE entity_id = ? ORDER BY at")
        .pluck()
        .all(entityId),
    ),
  );
  return {
    count: (entityId, { from, to }) =>
      withConnection(database, (connection) => {
        const runs = readRuns(connection, entityId);
        const end = lowerBound(runs, to);
        const begin = lowerBound(runs, from, 0, end);
        return { total: end - begin, last: end > begin ? (runs[end - 1] ?? null) : null };
      }),
    corrections: (entityId, targets, part) =>
      withConnection(database, (connection) => {
        const corrections = targets.flatMap((target) => undoneOn(connection, entityId, target, part));
        const firstByRun = new Map(corrections.sort((a, b) => b.at - a.at).map(({ run, at }) => [run, at]));
        return [...firstByRun.values()].sort((a, b) => a - b);
      }),
    changesOfAutomations: (since) => readChangesOfAutomations(database, since),
    firstRun: () => withConnection(database, firstRun),
    cameTo: (entityIds, test, part) =>
      withConnection(database, (connection) =>
        entityIds.some((entityId) => statesIn(connection, entityId, part).some((state) => matches(test, state))),
      ),
    opposites: (entityId, targets, since) =>
      withConnection(database, (connection) => oppositesOf(connection, entityId, targets, since)),
    levelsAfter: (entityId, targets, part) =>
      withConnection(database, (connection) =>
        targets.flatMap((target) => levelsAfterRuns(connection, entityId, target, part)),
      ),
    followed: (entityId, targets, part) =>
      withConnection(database, (connection) => {
        const corrections = targets.flatMap((target) => undoneOn(connection, entityId, target, part));
        const undone = new Map(corrections.sort((a, b) => b.at - a.at).map(({ run, at }) => [run, at]));
        const effective = targets.flatMap((target) =>
          hasState(target)
            ? effectiveRuns(connection, entityId, target, part.since)
            : changesByRun(connection, entityId, target.entityId, part).map(({ run }) => run),
        );
        const runs = new Set([...effective, ...undone.keys()]);
        return [...runs].sort((a, b) => a - b).map((at) => ({ at, undoneAt: undone.get(at) ?? null }));
      }),
  };
}

const hasState = (target: FollowedTarget): target is HabitTarget => target.state !== null;

function undoneOn(
  connection: Database.Database,
  entityId: string,
  target: FollowedTarget,
  part: { readonly since: number; readonly window: number },
): readonly Correction[] {
  if (hasState(target)) return correctionsOf(connection, entityId, target, part);
  return changesByRun(connection, entityId, target.entityId, part).flatMap(({ run, undoneAt }) =>
    undoneAt === null ? [] : [{ run, at: undoneAt }],
  );
}

interface ChangeByRun {
  readonly run: number;
  /** When somebody set the entity to another state within the window after the change, or null. */
  readonly undoneAt: number | null;
}

/** The changes that carry an automation's context, each with the run that it belongs to. */
function changesByRun(
  connection: Database.Database,
  entityId: string,
  target: string,
  { since, window }: { readonly since: number; readonly window: number },
): readonly ChangeByRun[] {
  return connection
    .prepare<object, ChangeByRun>(
      `SELECT run, undoneAt FROM (
         SELECT
           coalesce(
             (SELECT max(runs.at) FROM automation_runs runs
              WHERE runs.entity_id = @entityId AND runs.at >= @since AND runs.at <= made.at),
             (SELECT min(runs.at) FROM automation_runs runs
              WHERE runs.entity_id = @entityId AND runs.at >= @since AND runs.at <= made.at + ${REPORTED_BEFORE})
           ) AS run,
           (SELECT min(manual.at) FROM told_changes manual
            WHERE manual.entity_ref = made.entity_ref AND manual.at > made.at AND manual.at <= made.at + @window
              AND manual.cause IN (${MANUAL_CODES.join()}) AND manual.state_ref <> made.state_ref) AS undoneAt
         FROM told_changes made
         WHERE made.entity_ref = (SELECT id FROM entities WHERE entity_id = @target) AND made.at >= @since
           AND made.actor_ref = (SELECT id FROM actors WHERE name = @entityId)
           AND made.state_ref NOT IN (SELECT id FROM states WHERE state IN ('unavailable', 'unknown', ''))
       ) WHERE run IS NOT NULL`,
    )
    .all({ entityId, target, since, window });
}

type Read<T> = (connection: Database.Database, entityId: string) => T;

/**
 * Keeps what was read last until the database changes: the counts of an automation by week come one after the other.
 * `total_changes` counts the changes by this connection, `data_version` changes with those by others.
 */
function createLastRead<T>(read: Read<T>): Read<T> {
  let last: { readonly key: string; readonly value: T } | undefined;
  return (connection, entityId) => {
    const version = connection
      .prepare<[], string>("SELECT total_changes() || ' ' || data_version FROM pragma_data_version")
      .pluck()
      .get();
    const key = `${version} ${entityId}`;
    if (last?.key !== key) last = { key, value: read(connection, entityId) };
    return last.value;
  };
}

/** By seeks in the primary key, twice for each automation: a plain minimum reads the whole table. */
const firstRun = (connection: Database.Database): number | null =>
  connection
    .prepare<[], number | null>(
      `WITH RECURSIVE automations (entity_id) AS (
         SELECT min(entity_id) FROM automation_runs
         UNION ALL
         SELECT (SELECT min(entity_id) FROM automation_runs WHERE entity_id > automations.entity_id)
         FROM automations WHERE automations.entity_id IS NOT NULL
       )
       SELECT min((SELECT min(at) FROM automation_runs runs WHERE runs.entity_id = automations.entity_id))
       FROM automations`,
    )
    .pluck()
    .get() ?? null;

/** Home Assistant may report the effect of an automation shortly before its run. */
const REPORTED_BEFORE = 2 * SECOND;

function effectiveRuns(
  connection: Database.Database,
  entityId: string,
  target: HabitTarget,
  since: number,
): readonly number[] {
  return connection
    .prepare<object, number>(
      `SELECT runs.at FROM automation_runs runs
       WHERE runs.entity_id = @entityId AND runs.at >= @since AND EXISTS (
         SELECT 1 FROM told_changes changes JOIN states ON states.id = changes.state_ref
         WHERE changes.entity_ref = (SELECT id FROM entities WHERE entity_id = @target)
           AND changes.at BETWEEN runs.at - ${REPORTED_BEFORE} AND runs.at + ${STATE_WINDOW}
           AND changes.cause NOT IN (${MANUAL_CODES.join()}) AND ${isReached(target)}
       )`,
    )
    .pluck()
    .all({ entityId, target: target.entityId, state: target.state, since });
}

const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join();

/** A media player that was turned on may do anything but be off. */
const isReached = ({ entityId, state }: HabitTarget): string =>
  isPlayerOn(entityId, state)
    ? `states.state NOT IN (${quoted([...PLAYER_OFF_STATES, ...AWAY_STATES])})`
    : "states.state = @state";

const isUndone = ({ entityId, state }: HabitTarget, column: string): string =>
  isPlayerOn(entityId, state) ? `${column} IN (${quoted(PLAYER_OFF_STATES)})` : `${column} <> @state`;

const statesIn = (connection: Database.Database, entityId: string, { from, to }: Interval): readonly string[] =>
  connection
    .prepare<[string, number, number], string>(
      `SELECT DISTINCT states.state FROM changes JOIN states ON states.id = changes.state_ref
       WHERE changes.entity_ref = (SELECT id FROM entities WHERE entity_id = ?)
         AND changes.at >= ? AND changes.at < ? AND states.state NOT IN ('unavailable', 'unknown')`,
    )
    .pluck()
    .all(entityId, from, to);

const MANUAL_CODES = CAUSE_CODES.filter((code) => {
  const cause = decodeCause({ code, actor: null, user: null });
  return (cause.kind === "person" || cause.kind === "physical") && contextOf(cause) === "manual";
});

interface Correction {
  readonly run: number;
  readonly at: number;
}

function correctionsOf(
  connection: Database.Database,
  entityId: string,
  target: HabitTarget,
  { since, window }: { readonly since: number; readonly window: number },
): readonly Correction[] {
  return connection
    .prepare<object, Correction>(
      `SELECT run, at FROM (
         SELECT changes.at, states.state,
           (SELECT max(runs.at) FROM automation_runs runs
            WHERE runs.entity_id = @entityId AND runs.at >= max(@since, changes.at - @window) AND runs.at < changes.at) AS run
         FROM told_changes changes JOIN states ON states.id = changes.state_ref
         WHERE changes.entity_ref = (SELECT id FROM entities WHERE entity_id = @target)
           AND changes.at >= @since AND changes.cause IN (${MANUAL_CODES.join()})
       ) WHERE run IS NOT NULL AND ${isUndone(target, "state")}`,
    )
    .all({ entityId, target: target.entityId, state: target.state, since, window });
}

interface LevelRow {
  readonly run: number;
  readonly at: number;
  readonly kind: number;
  readonly value: number;
}

function levelsAfterRuns(
  connection: Database.Database,
  entityId: string,
  target: string,
  { since, window }: { readonly since: number; readonly window: number },
): readonly LevelAfterRun[] {
  const rows = connection
    .prepare<object, LevelRow>(
      `SELECT run, at, kind, value FROM (
         SELECT levels.at, levels.kind, levels.value,
           (SELECT max(runs.at) FROM automation_runs runs
            WHERE runs.entity_id = @entityId AND runs.at >= max(@since, levels.at - @window) AND runs.at < levels.at) AS run
         FROM levels
         WHERE levels.entity_ref = (SELECT id FROM entities WHERE entity_id = @target)
           AND levels.at >= @since AND levels.cause IN (${MANUAL_CODES.join()})
       ) WHERE run IS NOT NULL ORDER BY at`,
    )
    .all({ entityId, target, since, window });
  const last = new Map(rows.map((row) => [`${row.run} ${row.kind}`, row]));
  return [...last.values()].flatMap(({ run, kind: code, value }) => {
    const kind = levelKindOf(code);
    return kind !== undefined && isNumericLevel(kind) ? [{ run, entityId: target, kind, value }] : [];
  });
}

function oppositesOf(
  connection: Database.Database,
  entityId: string,
  targets: readonly FollowedTarget[],
  since: number,
): Awaited<ReturnType<RunReader["opposites"]>> {
  const runs = connection
    .prepare<[string, number], number>("SELECT at FROM automation_runs WHERE entity_id = ? AND at >= ? ORDER BY at")
    .pluck()
    .all(entityId, since);
  const oppositesTo = (target: HabitTarget) =>
    connection.prepare<object, number>(
      `SELECT changes.at FROM told_changes changes JOIN states ON states.id = changes.state_ref
     WHERE changes.entity_ref = (SELECT id FROM entities WHERE entity_id = @entityId)
       AND changes.at >= @since AND changes.cause IN (${MANUAL_CODES.join()}) AND ${isUndone(target, "states.state")}`,
    );
  const first = connection.prepare<[string, number], number | null>(
    "SELECT min(at) FROM changes WHERE entity_ref = (SELECT id FROM entities WHERE entity_id = ?) AND at >= ?",
  );
  const firstChanges = targets.map(({ entityId: target }) => first.pluck().get(target, since) ?? Infinity);
  return {
    since: Math.max(since, ...firstChanges),
    runs,
    opposites: targets
      .filter(hasState)
      .flatMap((target) =>
        oppositesTo(target)
          .pluck()
          .all({ ...target, since }),
      )
      .sort((a, b) => a - b),
  };
}
