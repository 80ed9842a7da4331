import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { matches } from "../automation/plan.ts";
import { isNumericLevel } from "../model/level.ts";
import type { Interval } from "../model/state-change.ts";
import { lowerBound } from "../statistics/search.ts";
import type { FollowedTarget, LevelAfterRun, RunReader } from "../suggestions/history-ports.ts";
import { createAutomationChanges } from "./changes-of-automations.ts";
import { keepLastRead, perConnection } from "./kept-read.ts";
import { levelKindOf } from "./level-code.ts";
import { NOTHING_PENDING, withConnection } from "./raw-connection.ts";
import { createRunEffects, hasState, MANUAL_CODES, type RunEffects } from "./run-effects.ts";
import { prepareRunTriggers } from "./run-triggers.ts";

/** Reads runs of automations, and manual changes of their targets afterwards. */
export function createRunReader(database: Knex, showPending = NOTHING_PENDING): RunReader {
  const queriesOf = perConnection(createQueries);
  const changesOfAutomations = createAutomationChanges(database);
  const query = async <T>(work: (queries: Queries, connection: Database.Database) => T): Promise<T> => {
    await showPending();
    return withConnection(database, (connection) => work(queriesOf(connection), connection));
  };
  return {
    count: (entityId, { from, to }) =>
      query(({ runsOf }) => {
        const runs = runsOf(entityId);
        const end = lowerBound(runs, to);
        const begin = lowerBound(runs, from, 0, end);
        return { total: end - begin, last: end > begin ? (runs[end - 1] ?? null) : null };
      }),
    corrections: (entityId, targets, part) =>
      query(({ effects }) => [...effects.undone(entityId, targets, part).values()].sort((a, b) => a - b)),
    changesOfAutomations: async (since) => {
      await showPending();
      return changesOfAutomations(since);
    },
    firstRun: () => query(({ firstRun }) => firstRun.get() ?? null),
    firstRunOf: (entityId) => query(({ runsOf }) => runsOf(entityId)[0] ?? null),
    starts: (entityId, since) =>
      query(({ runsOf, triggers }) => {
        const runs = runsOf(entityId);
        return { triggers: triggers.all(entityId, since), runs: [...runs.subarray(lowerBound(runs, since))] };
      }),
    cameTo: (entityIds, test, part) =>
      query((_queries, connection) =>
        entityIds.some((entityId) => statesIn(connection, entityId, part).some((state) => matches(test, state))),
      ),
    opposites: (entityId, targets, since) => query((queries) => oppositesOf(queries, entityId, targets, since)),
    levelsAfter: (entityId, targets, part) =>
      query((_queries, connection) => targets.flatMap((target) => levelsAfterRuns(connection, entityId, target, part))),
    followed: (entityId, targets, part) => query(({ effects }) => effects.followed(entityId, targets, part)),
  };
}

interface Queries {
  /** The instants of an automation's runs, ascending. */
  readonly runsOf: (entityId: string) => Float64Array;
  readonly effects: RunEffects;
  readonly triggers: ReturnType<typeof prepareRunTriggers>;
  readonly firstRun: Database.Statement<[], number | null>;
  readonly firstChange: Database.Statement<[entityId: string, since: number], number | null>;
}

function createQueries(connection: Database.Database): Queries {
  const runs = connection
    .prepare<[string], number>("SELECT at FROM automation_runs WHERE entity_id = ? ORDER BY at")
    .pluck();
  const runsOf = keepLastRead(connection, (entityId) => Float64Array.from(runs.all(entityId)));
  return {
    runsOf,
    effects: createRunEffects(connection, runsOf),
    triggers: prepareRunTriggers(connection),
    firstRun: prepareFirstRun(connection),
    firstChange: connection
      .prepare<[string, number], number | null>(
        "SELECT min(at) FROM changes WHERE entity_ref = (SELECT id FROM entities WHERE entity_id = ?) AND at >= ?",
      )
      .pluck(),
  };
}

/** By seeks in the primary key, twice for each automation: a plain minimum reads the whole table. */
const prepareFirstRun = (connection: Database.Database): Database.Statement<[], number | null> =>
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
    .pluck();

const statesIn = (connection: Database.Database, entityId: string, { from, to }: Interval): readonly string[] =>
  connection
    .prepare<[string, number, number], string>(
      `SELECT DISTINCT states.state FROM changes JOIN states ON states.id = changes.state_ref
       WHERE changes.entity_ref = (SELECT id FROM entities WHERE entity_id = ?)
         AND changes.at >= ? AND changes.at < ? AND states.state NOT IN ('unavailable', 'unknown')`,
    )
    .pluck()
    .all(entityId, from, to);

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
  { runsOf, effects, firstChange }: Queries,
  entityId: string,
  targets: readonly FollowedTarget[],
  since: number,
): Awaited<ReturnType<RunReader["opposites"]>> {
  const runs = runsOf(entityId);
  const firstChanges = targets.map((target) => firstChange.get(target.entityId, since) ?? Infinity);
  return {
    since: Math.max(since, ...firstChanges),
    runs: [...runs.subarray(lowerBound(runs, since))],
    opposites: targets
      .filter(hasState)
      .flatMap((target) => effects.opposites(target, since))
      .sort((a, b) => a - b),
  };
}
