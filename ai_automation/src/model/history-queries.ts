import type { Cause, Context } from "./cause.ts";
import type { LevelKind } from "./level.ts";
import type { Interval } from "./state-change.ts";

/** How often an entity changed with one cause. Instants in milliseconds UTC. */
export interface EntityCount {
  readonly entityId: string;
  readonly cause: Cause["kind"];
  readonly context: Context;
  readonly changes: number;
  readonly first: number;
  readonly last: number;
}

export interface StoredChange {
  readonly entityId: string;
  readonly at: number;
  readonly state: string;
  readonly cause: Cause;
}

export interface StoredLevel {
  readonly at: number;
  readonly kind: LevelKind;
  readonly value: number | string;
}

/** Archive queries that use its indices: fast at any size. */
export interface HistoryQueries {
  readonly entityIds: () => Promise<readonly string[]>;
  counts(): Promise<readonly EntityCount[]>;
  /** The parts of an interval that no source has covered, oldest first. */
  gaps(interval: Interval): Promise<readonly Interval[]>;
  sizeBytes(): Promise<number>;
  /** The newest changes of an entity in an interval, oldest first. */
  changes(entityId: string, interval: Interval, limit: number): Promise<readonly StoredChange[]>;
  levels(entityId: string, interval: Interval): Promise<readonly StoredLevel[]>;
}
