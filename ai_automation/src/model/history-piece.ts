import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";

/** A stretch of imported history, in the order in which it has to be stored. */
export interface HistoryPiece {
  readonly changes: readonly StateChange[];
  readonly levels: readonly LevelChange[];
  readonly covered: Interval;
  /** When Home Assistant was down or starting, within the whole source. */
  readonly downtimes?: readonly Interval[];
  /** The fraction of the source read so far, this piece included, 0 to 1. */
  readonly share: number;
  /** Where an interrupted import resumes; null if it has to start over. */
  readonly mark: SourceMark | null;
}

/** A row of a recorder's states table. The timestamp, in seconds, guards against ids that were reused. */
export interface SourceMark {
  readonly stateId: number;
  readonly seconds: number;
}
