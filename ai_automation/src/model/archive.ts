import type { AutomationRun } from "./automation.ts";
import type { CauseKind } from "./cause.ts";
import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";
import type { UnitStretch } from "./unit.ts";

/** The changes that a source reported for one interval. Omitted levels, runs and units mean none. */
export interface RecordedInterval {
  readonly changes: readonly StateChange[];
  /** The interval that the home has reported completely, for all entities; ignored for an import. */
  readonly covered: Interval;
  readonly levels?: readonly LevelChange[];
  readonly runs?: readonly AutomationRun[];
  readonly units?: readonly UnitStretch[];
  /** Of an import: what it has reported of each entity so far. */
  readonly imported?: readonly EntityInterval[];
}

export interface EntityInterval extends Interval {
  readonly entityId: string;
}

/** The archive as its sources use it. */
export interface ChangeArchive {
  /**
   * Stores runs and changes of states and levels and marks the interval as covered, all or nothing. Changes already
   * stored, also by the other kind of source up to a second apart, and levels equal to the previous ones are skipped. Returns how many state changes were new.
   */
  record(recorded: RecordedInterval): Promise<number>;
  /**
   * The same for what happens now. Reads include it at once; it is stored within a minute or two, together with what
   * follows, and a crash loses it. @throws if what was held before cannot be stored: then this is not taken over
   */
  recordSoon(recorded: RecordedInterval): Promise<void>;
  /** Stores everything that `recordSoon` holds. */
  settle(): Promise<void>;
  /**
   * Replaces the causes of stored changes that were taken for physical or unknown, where a later reading knows better.
   * Returns how many causes were replaced.
   */
  correctCauses(changes: readonly StateChange[]): Promise<number>;
  /** The parts of an interval that the home has not covered yet, oldest first. Imports cover nothing of it. */
  missing(interval: Interval): Promise<readonly Interval[]>;
}

export interface ArchiveSummary {
  readonly changes: number;
  readonly entities: number;
  /** Milliseconds UTC; null while the archive is empty. */
  readonly first: number | null;
  readonly last: number | null;
  /** Days between the first and the last change that a source has covered; not whole. */
  readonly days: number;
  readonly causes: Readonly<Record<CauseKind, number>>;
}
