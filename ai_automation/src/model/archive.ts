import type { AutomationRun } from "./automation.ts";
import type { Interval, StateChange } from "./state-change.ts";

/** The archive of what happened, as those who feed it see it. */
export interface ChangeArchive {
  /**
   * Keeps changes and runs and marks an interval as covered, all or nothing. What is known already is left alone.
   * Returns how many changes were new.
   */
  record(changes: readonly StateChange[], covered: Interval, runs?: readonly AutomationRun[]): Promise<number>;
  /** The parts of an interval that no source has covered yet, oldest first. */
  missing(interval: Interval): Promise<readonly Interval[]>;
}
