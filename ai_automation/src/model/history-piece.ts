import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";

/** A stretch of somebody else's history, in the order in which it is to be kept. */
export interface HistoryPiece {
  readonly changes: readonly StateChange[];
  readonly levels: readonly LevelChange[];
  readonly covered: Interval;
  /** How much of the source has been read with this piece, 0 to 1. */
  readonly share: number;
  /** From where an import that was cut off goes on; null where it has to begin anew. */
  readonly mark: SourceMark | null;
}

/** A row of a recorder's table of states, by its id and its instant in seconds: both tell that it is still the same. */
export interface SourceMark {
  readonly stateId: number;
  readonly seconds: number;
}
