/** A row of a recording that a machine made, whatever its context claims. */
export interface MachineRow {
  /** Milliseconds, by the same clock as the recording. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  /** Why it counts as a machine's, such as button, sensor, hold, own or follow. */
  readonly reason: string;
}
