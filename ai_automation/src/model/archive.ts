import type { AutomationRun } from "./automation.ts";
import type { CauseKind } from "./cause.ts";
import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";

/** The archive of what happened, as those who feed it see it. */
export interface ChangeArchive {
  /**
   * Keeps runs and changes of states and levels and marks an interval as covered, all or nothing. What is known already,
   * and levels that are as they were before, are left alone. Returns how many changes of states were new.
   */
  record(
    changes: readonly StateChange[],
    covered: Interval,
    levels?: readonly LevelChange[],
    runs?: readonly AutomationRun[],
  ): Promise<number>;
  /** The parts of an interval that no source has covered yet, oldest first. */
  missing(interval: Interval): Promise<readonly Interval[]>;
}

export interface ArchiveSummary {
  readonly changes: number;
  readonly entities: number;
  /** Milliseconds UTC; null while the archive is empty. */
  readonly first: number | null;
  readonly last: number | null;
  readonly causes: Readonly<Record<CauseKind, number>>;
}
