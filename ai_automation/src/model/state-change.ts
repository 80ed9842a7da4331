import type { Cause } from "./cause.ts";

/**
 * One change of an entity's state value. For `event.*` entities the state is the event type. `unavailable` and
 * `unknown` are kept: they mark gaps in the record, not states.
 */
export interface StateChange {
  readonly entityId: string;
  readonly state: string;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  readonly cause: Cause;
}

/** A span of time in milliseconds UTC, end exclusive. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * States of an entity that is away; a change from them is only its return. In the form that Home Assistant's editor
 * uses.
 */
export const AWAY_STATES = ["unavailable", "unknown"] as const;

/** Recorded when an entity is removed: its state is unknown from then on. */
export const REMOVED_STATE = "unavailable";

export const isGapState = (state: string): boolean => state === "unavailable" || state === "unknown" || state === "";

export const domainOf = (entityId: string): string => entityId.slice(0, entityId.indexOf("."));

/** `kitchen` of `light.kitchen`. */
export const objectIdOf = (entityId: string): string => entityId.slice(entityId.indexOf(".") + 1);
