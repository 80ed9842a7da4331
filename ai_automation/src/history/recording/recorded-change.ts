import type { Context } from "../../model/cause.ts";

/** A row of a recording: a change of state and its context (docs/evaluation.md, section 1). */
export interface RecordedChange {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
}
