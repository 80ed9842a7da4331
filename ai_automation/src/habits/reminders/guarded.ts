import { domainOf } from "../../model/state-change.ts";

/** Something that lets people or water in: the state it rests in, and those it should not be left in, the usual first. */
export interface Guarded {
  readonly rest: string;
  readonly away: readonly [string, ...string[]];
  /** How its states are called. */
  readonly words: { readonly rest: "closed" | "locked"; readonly away: "open" | "unlocked" };
  /** Fewer is more relevant to safety. */
  readonly rank: number;
  /**
   * `entrance`: at rest by night and watched even where nothing ever went wrong. `opening`: stands open for good
   * reasons, so it is watched only where it was forgotten before.
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

/** What a reminder may watch, undefined for everything else. Device classes are Home Assistant's. */
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
