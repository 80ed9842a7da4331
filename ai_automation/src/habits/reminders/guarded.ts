import { domainOf } from "../../model/state-change.ts";

/**
 * Something that lets people or water in: its rest state, and the states in which it should not be left, most common
 * first.
 */
export interface Guarded {
  readonly rest: string;
  readonly away: readonly [string, ...string[]];
  /** The words for its states. */
  readonly words: { readonly rest: "closed" | "locked"; readonly away: "open" | "unlocked" };
  /** Lower is more relevant to safety. */
  readonly rank: number;
  /**
   * `entrance`: at rest at night, and watched even if it was never forgotten. `opening`: often open on purpose, so it
   * is watched only if it was forgotten before.
   */
  readonly kind: "entrance" | "opening";
}

const CLOSED = { rest: "closed", away: "open" } as const;
const LOCKED = { rest: "locked", away: "unlocked" } as const;

const OPEN_STATES = ["open", "opening", "closing"] as const;

const LOCK: Guarded = {
  rest: "locked",
  away: ["unlocked", "unlocking", "open", "opening", "jammed"],
  words: LOCKED,
  rank: 0,
  kind: "entrance",
};
const VALVE: Guarded = { rest: "closed", away: OPEN_STATES, words: CLOSED, rank: 2, kind: "entrance" };

const COVERS: ReadonlyMap<string, Guarded> = new Map<string, Guarded>([
  ["garage", { rest: "closed", away: OPEN_STATES, words: CLOSED, rank: 0, kind: "entrance" }],
  ["gate", { rest: "closed", away: OPEN_STATES, words: CLOSED, rank: 1, kind: "entrance" }],
  ["door", { rest: "closed", away: OPEN_STATES, words: CLOSED, rank: 1, kind: "entrance" }],
]);

const BINARY_SENSORS: ReadonlyMap<string, Guarded> = new Map<string, Guarded>([
  ["garage_door", { rest: "off", away: ["on"], words: CLOSED, rank: 0, kind: "entrance" }],
  ["lock", { rest: "off", away: ["on"], words: LOCKED, rank: 0, kind: "entrance" }],
  ["opening", { rest: "off", away: ["on"], words: CLOSED, rank: 3, kind: "entrance" }],
  ["door", { rest: "off", away: ["on"], words: CLOSED, rank: 4, kind: "opening" }],
  ["window", { rest: "off", away: ["on"], words: CLOSED, rank: 5, kind: "opening" }],
]);

/** How a reminder watches an entity; undefined if it does not. Device classes are Home Assistant's. */
export function guardedBy(entityId: string, deviceClass: string | null): Guarded | undefined {
  switch (domainOf(entityId)) {
    case "lock":
      return LOCK;
    case "valve":
      return VALVE;
    case "cover":
      return COVERS.get(deviceClass ?? "");
    case "binary_sensor":
      return BINARY_SENSORS.get(deviceClass ?? "");
    default:
      return undefined;
  }
}
