import type { HabitTarget } from "../model/habit.ts";
import type { StateTest } from "../automation/plan.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import type { NumericLevel } from "../model/level.ts";
import type { HomeInfo } from "../model/home.ts";

/** What is asked of the archive about suggestions. */
export interface HistoryReader {
  /**
   * The newest changes of some entities that evaluation counts as actions (by hand or of unknown origin), oldest first.
   * Gaps and repeats are no changes.
   */
  actions(entityIds: readonly string[], interval: Interval, limit: number): Promise<readonly StateChange[]>;
}

/** What is asked of it about the home's automations. Instants in milliseconds UTC. */
export interface RunReader {
  count(entityId: string, part: Interval): Promise<{ readonly total: number; readonly last: number | null }>;
  /** When somebody undid what a run did within `window` of it: the first time for each run, ascending. */
  corrections(
    entityId: string,
    targets: readonly HabitTarget[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly number[]>;
  /** Since when runs are kept: the first of any automation. */
  firstRun(): Promise<number | null>;
  /** Whether one of some entities came to a state that passes the test. */
  cameTo(entityIds: readonly string[], test: StateTest, part: Interval): Promise<boolean>;
  /** The runs that brought a target to its state or were undone within `window`, ascending: what can be judged. */
  followed(
    entityId: string,
    targets: readonly HabitTarget[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly FollowedRun[]>;
  /** When it ran and when people brought one of its targets to another state, ascending, since both are known. */
  opposites(
    entityId: string,
    targets: readonly HabitTarget[],
    since: number,
  ): Promise<{ readonly since: number; readonly runs: readonly number[]; readonly opposites: readonly number[] }>;
  /** To what level people set its targets within `window` of its runs: the last for each run, target and kind. */
  levelsAfter(
    entityId: string,
    targets: readonly string[],
    part: { readonly since: number; readonly window: number },
  ): Promise<readonly LevelAfterRun[]>;
}

/** A run of an automation that changed something. A run that found everything done already is none. */
export interface FollowedRun {
  /** Milliseconds UTC. */
  readonly at: number;
  /** When a person undid it, within the window of evaluation.md 3; null when nobody minded. */
  readonly undoneAt: number | null;
}

/** To what somebody set a target after a run, by hand: the last level within the window. */
export interface LevelAfterRun {
  /** When the automation ran, milliseconds UTC. */
  readonly run: number;
  readonly entityId: string;
  readonly kind: NumericLevel;
  readonly value: number;
}

/** The whole local days of all history that is kept; empty where there is none. */
export type HistorySpan = (info: HomeInfo) => Promise<Interval>;
