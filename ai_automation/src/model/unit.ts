/** Some time during which an entity's numeric states were in one unit, as an interval in milliseconds UTC. */
export interface UnitStretch {
  readonly entityId: string;
  readonly from: number;
  /** Null if the unit is the current one. */
  readonly to: number | null;
  readonly unit: string;
}
