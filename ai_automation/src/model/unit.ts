/** Some time during which an entity's numeric states were in one unit, as an interval in milliseconds UTC. */
export interface UnitStretch {
  readonly entityId: string;
  readonly from: number;
  /** Null if the unit is the current one. */
  readonly to: number | null;
  readonly unit: string;
}

/** A unit, and since when an entity has it, in milliseconds UTC. The first one also applies before. */
export interface UnitSince {
  readonly from: number;
  readonly unit: string;
}

/** @param units in order of time */
export const unitAt = (units: readonly UnitSince[], at: number): string | undefined =>
  (units.findLast(({ from }) => from <= at) ?? units[0])?.unit;
