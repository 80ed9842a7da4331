import type { NamedMachine } from "./self-acting.ts";

/** Facts besides the history that decide which changes are somebody's actions. Plain data, since it is passed to other processes. */
export interface EvidenceRules {
  /** The entities that each entity repeats: the members of a group, or the switch behind a light. */
  readonly repeats: ReadonlyMap<string, readonly string[]>;
  /** Actuators that are hidden from people and from the miner. */
  readonly hidden: ReadonlySet<string>;
  /** Actions of people that look like a machine's. */
  readonly contradicted: readonly NamedMachine[];
}

export const NO_RULES: EvidenceRules = { repeats: new Map(), hidden: new Set(), contradicted: [] };
