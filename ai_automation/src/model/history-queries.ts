import type { Cause, Context } from "./cause.ts";
import type { LevelKind } from "./level.ts";
import type { Interval } from "./state-change.ts";

/** How often an entity changed by one cause. Instants in milliseconds UTC. */
export interface EntityCount {
  readonly entityId: string;
  readonly cause: Cause["kind"];
  readonly context: Context;
  readonly changes: number;
  readonly first: number;
  readonly last: number;
}

export interface KeptChange {
  readonly entityId: string;
  readonly at: number;
  readonly state: string;
  readonly cause: Cause;
}

export interface KeptLevel {
  readonly at: number;
  readonly kind: LevelKind;
  readonly value: number | string;
}

/** Queries of the archive that its keys answer: fast at any size. */
export interface HistoryQueries {
  readonly entityIds: () => Promise<readonly string[]>;
  counts(): Promise<readonly EntityCount[]>;
  /** Spans within an interval that no source has covered, oldest first. */
  gaps(interval: Interval): Promise<readonly Interval[]>;
  sizeBytes(): Promise<number>;
  /** The newest changes of an entity in an interval, oldest first. */
  changes(entityId: string, interval: Interval, limit: number): Promise<readonly KeptChange[]>;
  levels(entityId: string, interval: Interval): Promise<readonly KeptLevel[]>;
}
