/** A row of a recording that a machine caused, whatever its context says. */
export interface MachineRow {
  /** Milliseconds on the recording's clock. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  /** For example button, sensor, hold, own or follow. */
  readonly reason: string;
}
