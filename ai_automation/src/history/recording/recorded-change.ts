import type { Context } from "../../model/cause.ts";

/** A change of state with the context that evaluation counts it as: what a row of a recording says (docs/evaluation.md, 1. History). */
export interface RecordedChange {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
}
