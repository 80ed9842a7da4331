import type { HabitTarget } from "../model/habit.ts";
import type { StateTest } from "../replay/plan.ts";
import type { LevelAfterRun } from "./follow-up/level-fix.ts";
import type { FollowedRun } from "./follow-up/attention.ts";
import type { Interval, StateChange } from "../model/state-change.ts";

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
