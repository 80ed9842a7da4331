import type { AutomationRun } from "./automation.ts";
import type { CauseKind } from "./cause.ts";
import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";

/** Everything that a source reports about one interval. Levels and runs that are left out are none. */
export interface RecordedInterval {
  readonly changes: readonly StateChange[];
  /** The interval that the source has reported completely. */
  readonly covered: Interval;
  readonly levels?: readonly LevelChange[];
  readonly runs?: readonly AutomationRun[];
}

/** The archive of what happened, as its sources see it. */
export interface ChangeArchive {
  /**
   * Stores runs and changes of states and levels and marks the interval as covered, all or nothing. Known changes, and
   * levels equal to the ones before, are not stored again. Returns how many changes of states were new.
   */
  record(recorded: RecordedInterval): Promise<number>;
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
