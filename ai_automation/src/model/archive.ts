import type { Interval, StateChange } from "./state-change.ts";

/** The archive of what happened, as those who feed it see it. */
export interface ChangeArchive {
  /**
   * Keeps changes and marks an interval as covered, both or neither. Changes that are known already are left alone.
   * Returns how many were new.
   */
  record(changes: readonly StateChange[], covered: Interval): Promise<number>;
  /** The parts of an interval that no source has covered yet, oldest first. */
  missing(interval: Interval): Promise<readonly Interval[]>;
}
