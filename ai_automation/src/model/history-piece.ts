import type { LevelChange } from "./level.ts";
import type { Interval, StateChange } from "./state-change.ts";
import type { UnitStretch } from "./unit.ts";

/** A stretch of imported history, in the order in which it has to be stored. */
export interface HistoryPiece {
  readonly changes: readonly StateChange[];
  readonly levels: readonly LevelChange[];
  /** Those of the changes whose cause is better known than it was to earlier imports, which took them for physical. */
  readonly corrections: readonly StateChange[];
  readonly covered: Interval;
  /** Where the source has units. */
  readonly units?: readonly UnitStretch[];
  /** When Home Assistant was down or starting, within the whole source. */
  readonly downtimes?: readonly Interval[];
  /** The fraction of the source read so far, this piece included, 0 to 1. */
  readonly share: number;
  /** Rows of the source in this piece, and those of them that were left out. */
  readonly rows: number;
  readonly leftOut: LeftOut;
  /** Where an interrupted import resumes; null if it has to start over. */
  readonly mark: SourceMark | null;
}

/** A row of a recorder's states table. The timestamp, in seconds, guards against ids that were reused. */
export interface SourceMark {
  readonly stateId: number;
  readonly seconds: number;
}

/** Why rows of a source were left out. */
export const LEFT_OUT_REASONS = ["impossibleTime", "unknownEntity", "noPredecessor"] as const;

export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** Numbers of rows that were left out; a missing reason means none. */
export type LeftOut = Readonly<Partial<Record<LeftOutReason, number>>>;

export function addLeftOut(one: LeftOut, other: LeftOut): LeftOut {
  const sums = LEFT_OUT_REASONS.map((reason) => [reason, (one[reason] ?? 0) + (other[reason] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, rows]) => rows > 0));
}
