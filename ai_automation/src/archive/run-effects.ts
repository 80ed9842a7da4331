import type Database from "better-sqlite3";
import { contextOf } from "../model/cause.ts";
import { isPlayerOn, PLAYER_OFF_STATES } from "../model/domains.ts";
import type { HabitTarget } from "../model/habit.ts";
import { AWAY_STATES } from "../model/state-change.ts";
import { DAY, SECOND } from "../model/time.ts";
import { STATE_WINDOW } from "../replay/match.ts";
import type { FollowedRun, FollowedTarget } from "../suggestions/history-ports.ts";
import { CAUSE_CODES, decodeCause } from "./cause-code.ts";
import { createKeptReads } from "./kept-read.ts";

interface Part {
  readonly since: number;
  /** Milliseconds. */
  readonly window: number;
}

/** The changes made by runs of automations, and how people reacted. */
export interface RunEffects {
  /** When runs were undone within the window: the first time for each run, by run. */
  undone(entityId: string, targets: readonly FollowedTarget[], part: Part): ReadonlyMap<number, number>;
  /** The runs that changed a target or were undone within the window, ascending. */
  followed(entityId: string, targets: readonly FollowedTarget[], part: Part): readonly FollowedRun[];
  /** Manual changes of a target to another state. */
  opposites(target: HabitTarget, since: number): readonly number[];
}

/**
 * `runsOf` returns the instants of an automation's runs. A list asks for all automations again and again, of which few
 * have run since: what was read of an automation and a target is kept until the automation runs or the target changes.
 */
export function createRunEffects(
  connection: Database.Database,
  runsOf: (entityId: string) => Float64Array,
): RunEffects {
  const statements = createStatements(connection);
  const countsOf = (target: string): string => statements.counts.get(target) ?? "";
  const versionOf = (entityId: string, target: string): string => {
    const runs = runsOf(entityId);
    return `${runs.length} ${runs.reduce((sum, at) => sum + at, 0)} ${countsOf(target)}`;
  };
  const [keepCorrections, keepEffective, keepChanges, keepOpposites] = [
    createKeptReads<readonly Correction[]>(),
    createKeptReads<readonly number[]>(),
    createKeptReads<readonly ChangeByRun[]>(),
    createKeptReads<readonly number[]>(),
  ];
  const changesOf = (entityId: string, target: string, window: number): readonly ChangeByRun[] =>
    keepChanges(`${entityId} ${target} ${window}`, versionOf(entityId, target), () =>
      statements.changes.all({ entityId, target, window }),
    );

  const undoneOn = (entityId: string, target: FollowedTarget, { since, window }: Part): readonly Correction[] => {
    const all = hasState(target)
      ? keepCorrections(`${entityId} ${keyOf(target)} ${window}`, versionOf(entityId, target.entityId), () =>
          statements.corrections[formOf(target)].all({ ...bound(target), entityId, window }),
        )
      : changesOf(entityId, target.entityId, window).flatMap(({ run, undoneAt }) =>
          undoneAt === null ? [] : [{ run, at: undoneAt }],
        );
    return all.filter(({ run }) => run >= since);
  };
  const effectiveOn = (entityId: string, target: FollowedTarget, { since, window }: Part): readonly number[] => {
    const day = dayOf(since);
    const all = hasState(target)
      ? keepEffective(`${entityId} ${keyOf(target)}`, `${day} ${versionOf(entityId, target.entityId)}`, () =>
          statements.effective[formOf(target)].all({ ...bound(target), entityId, since: day }),
        )
      : changesOf(entityId, target.entityId, window).map(({ run }) => run);
    return all.filter((run) => run >= since);
  };
  const undone: RunEffects["undone"] = (entityId, targets, part) => {
    const all = targets.flatMap((target) => undoneOn(entityId, target, part));
    return new Map(all.sort((a, b) => b.at - a.at).map(({ run, at }) => [run, at]));
  };
  return {
    undone,
    followed: (entityId, targets, part) => {
      const undoneAt = undone(entityId, targets, part);
      const runs = new Set([...targets.flatMap((target) => effectiveOn(entityId, target, part)), ...undoneAt.keys()]);
      return [...runs].sort((a, b) => a - b).map((at) => ({ at, undoneAt: undoneAt.get(at) ?? null }));
    },
    opposites: (target, since) => {
      const day = dayOf(since);
      const all = keepOpposites(keyOf(target), `${day} ${countsOf(target.entityId)}`, () =>
        statements.opposites[formOf(target)].all({ ...bound(target), since: day }),
      );
      return all.filter((at) => at >= since);
    },
  };
}

export const hasState = (target: FollowedTarget): target is HabitTarget => target.state !== null;

const keyOf = ({ entityId, state }: HabitTarget): string => `${entityId} ${state}`;

const bound = ({ entityId, state }: HabitTarget): object => ({ target: entityId, state });

/** Reads begin at the start of a day, so that they can be kept although the requested instant moves with the clock. */
const dayOf = (instant: number): number => Math.max(0, Math.floor(instant / DAY) * DAY);

interface Correction {
  readonly run: number;
  readonly at: number;
}

interface ChangeByRun {
  readonly run: number;
  /** When somebody set the entity to another state within the window after the change, or null. */
  readonly undoneAt: number | null;
}

/** A media player that was turned on may do anything but be off. */
type Form = "state" | "playerOn";

const formOf = ({ entityId, state }: HabitTarget): Form => (isPlayerOn(entityId, state) ? "playerOn" : "state");

const quoted = (states: readonly string[]): string => states.map((state) => `'${state}'`).join();

const IS_REACHED: Readonly<Record<Form, string>> = {
  state: "states.state = @state",
  playerOn: `states.state NOT IN (${quoted([...PLAYER_OFF_STATES, ...AWAY_STATES])})`,
};

const IS_UNDONE: Readonly<Record<Form, string>> = {
  state: "state <> @state",
  playerOn: `state IN (${quoted(PLAYER_OFF_STATES)})`,
};

/** Home Assistant may report the effect of an automation shortly before its run. */
const REPORTED_BEFORE = 2 * SECOND;

export const MANUAL_CODES = CAUSE_CODES.filter((code) => {
  const cause = decodeCause({ code, actor: null, user: null });
  return (cause.kind === "person" || cause.kind === "physical") && contextOf(cause) === "manual";
});

interface Statements {
  /** Changes with every change of an entity, or of its causes. */
  readonly counts: Database.Statement<[target: string], string | null>;
  readonly corrections: Readonly<Record<Form, Database.Statement<object, Correction>>>;
  readonly effective: Readonly<Record<Form, Database.Statement<object, number>>>;
  /** The changes that carry an automation's context, each with the run that it belongs to. */
  readonly changes: Database.Statement<object, ChangeByRun>;
  readonly opposites: Readonly<Record<Form, Database.Statement<object, number>>>;
}

const OF_TARGET = "entity_ref = (SELECT id FROM entities WHERE entity_id = @target)";
const IS_MANUAL = `cause IN (${MANUAL_CODES.join()})`;

function createStatements(connection: Database.Database): Statements {
  const corrections = (form: Form) =>
    connection.prepare<object, Correction>(
      `SELECT run, at FROM (
         SELECT changes.at, states.state,
           (SELECT max(runs.at) FROM automation_runs runs
            WHERE runs.entity_id = @entityId AND runs.at >= changes.at - @window AND runs.at < changes.at) AS run
         FROM told_changes changes JOIN states ON states.id = changes.state_ref
         WHERE changes.${OF_TARGET} AND changes.${IS_MANUAL}
       ) WHERE run IS NOT NULL AND ${IS_UNDONE[form]}`,
    );
  const effective = (form: Form) =>
    connection
      .prepare<object, number>(
        `SELECT runs.at FROM automation_runs runs
         WHERE runs.entity_id = @entityId AND runs.at >= @since AND EXISTS (
           SELECT 1 FROM told_changes changes JOIN states ON states.id = changes.state_ref
           WHERE changes.${OF_TARGET}
             AND changes.at BETWEEN runs.at - ${REPORTED_BEFORE} AND runs.at + ${STATE_WINDOW}
             AND changes.cause NOT IN (${MANUAL_CODES.join()}) AND ${IS_REACHED[form]}
         )`,
      )
      .pluck();
  const opposites = (form: Form) =>
    connection
      .prepare<object, number>(
        `SELECT changes.at FROM told_changes changes JOIN states ON states.id = changes.state_ref
         WHERE changes.${OF_TARGET} AND changes.at >= @since AND changes.${IS_MANUAL} AND states.${IS_UNDONE[form]}`,
      )
      .pluck();
  return {
    counts: connection
      .prepare<[string], string | null>(
        `SELECT group_concat(cause || ' ' || changes || ' ' || last_ms) FROM entity_counts
         WHERE entity_ref = (SELECT id FROM entities WHERE entity_id = ?)`,
      )
      .pluck(),
    corrections: { state: corrections("state"), playerOn: corrections("playerOn") },
    effective: { state: effective("state"), playerOn: effective("playerOn") },
    changes: connection.prepare<object, ChangeByRun>(
      `SELECT run, undoneAt FROM (
         SELECT
           coalesce(
             (SELECT max(runs.at) FROM automation_runs runs WHERE runs.entity_id = @entityId AND runs.at <= made.at),
             (SELECT min(runs.at) FROM automation_runs runs
              WHERE runs.entity_id = @entityId AND runs.at <= made.at + ${REPORTED_BEFORE})
           ) AS run,
           (SELECT min(manual.at) FROM told_changes manual
            WHERE manual.entity_ref = made.entity_ref AND manual.at > made.at AND manual.at <= made.at + @window
              AND manual.${IS_MANUAL} AND manual.state_ref <> made.state_ref) AS undoneAt
         FROM told_changes made
         WHERE made.${OF_TARGET} AND made.actor_ref = (SELECT id FROM actors WHERE name = @entityId)
           AND made.state_ref NOT IN (SELECT id FROM states WHERE state IN ('unavailable', 'unknown', ''))
       ) WHERE run IS NOT NULL`,
    ),
    opposites: { state: opposites("state"), playerOn: opposites("playerOn") },
  };
}
