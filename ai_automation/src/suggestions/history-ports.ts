import type { StateTest } from "../automation/plan.ts";
import type { RunTrigger } from "../model/automation.ts";
import type { HabitTarget } from "../model/habit.ts";
import type { HomeInfo } from "../model/home.ts";
import type { NumericLevel } from "../model/level.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import type { UnitSince } from "../model/unit.ts";

/** History queries about manual actions. */
export interface HistoryReader {
  /**
   * The latest `limit` actions on the entities, oldest first: changes that are manual or of unknown origin
   * (docs/evaluation.md, section 1, History). Gaps and repeated states do not count.
   */
  actions(entityIds: readonly string[], interval: Interval, limit: number): Promise<readonly StateChange[]>;
}

/** History queries about runs of automations. Instants in milliseconds UTC. */
export interface RunReader {
  count(entityId: string, part: Interval): Promise<{ readonly total: number; readonly last: number | null }>;
  /** When runs were undone within `window`: the first time for each run, ascending. */
  corrections(
    entityId: string,
    targets: readonly FollowedTarget[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly number[]>;
  /** Changes made by the runs of all automations since an instant, ascending. Known by the contexts of the changes. */
  changesOfAutomations(since: number): Promise<readonly SeenChange[]>;
  /** The first recorded run of any automation. */
  firstRun(): Promise<number | null>;
  firstRunOf(entityId: string): Promise<number | null>;
  /** The triggers of an automation's runs since an instant, most frequent first, and the runs' instants, ascending. */
  starts(
    entityId: string,
    since: number,
  ): Promise<{ readonly triggers: readonly StartedRuns[]; readonly runs: readonly number[] }>;
  /** Whether one of the entities changed to a state that passes the test. */
  cameTo(entityIds: readonly string[], test: StateTest, part: Interval): Promise<boolean>;
  /** The runs that changed a target or were undone within `window`, ascending. */
  followed(
    entityId: string,
    targets: readonly FollowedTarget[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly FollowedRun[]>;
  /** Instants of runs, and of manual changes of a target to another state, ascending; `since` is when both are on record. */
  opposites(
    entityId: string,
    targets: readonly FollowedTarget[],
    since: number,
  ): Promise<{ readonly since: number; readonly runs: readonly number[]; readonly opposites: readonly number[] }>;
  /** Levels that people set on targets within `window` of a run: the last for each run, target and kind. */
  levelsAfter(
    entityId: string,
    targets: readonly string[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly LevelAfterRun[]>;
}

/** An entity on which an automation is followed. A state of null stands for any state that its runs set. */
export interface FollowedTarget {
  readonly entityId: string;
  readonly state: string | null;
}

/** How many runs a trigger started. */
export interface StartedRuns extends RunTrigger {
  readonly runs: number;
}

/** A change that a run of an automation made. */
export interface SeenChange extends HabitTarget {
  readonly automationId: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** A run of an automation that changed something. */
export interface FollowedRun {
  /** Milliseconds UTC. */
  readonly at: number;
  /** When a person undid it, within `REVERSAL_WINDOW`; null if nobody did. */
  readonly undoneAt: number | null;
}

/** The last level that someone set manually on a target within the window after a run. */
export interface LevelAfterRun {
  /** When the automation ran, milliseconds UTC. */
  readonly run: number;
  readonly entityId: string;
  readonly kind: NumericLevel;
  readonly value: number;
}

/** The interval of all stored history, in whole local days; empty if there is none. */
export type HistorySpan = (info: HomeInfo) => Promise<Interval>;

/** The port to the units that entities had. */
export interface UnitHistory {
  /** Of the entities whose unit has changed: their units in order of time. */
  readonly changed: () => Promise<ReadonlyMap<string, readonly UnitSince[]>>;
}
