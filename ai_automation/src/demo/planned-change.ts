import type { Cause } from "../model/cause.ts";
import type { StateChange } from "../model/state-change.ts";
import { drawsFor } from "./draws.ts";
import { RESIDENTS } from "./household.ts";

/** What is to happen, if the entity is not in that state already. */
export type PlannedChange = StateChange;

/** The cause of something done by hand: half on the device itself, half in the app. */
export function byHand(seed: number, entityId: string, at: number): Cause {
  const draws = drawsFor(seed, "hand", entityId, at);
  if (draws.chance(0.5)) return { kind: "physical" };
  return { kind: "person", userId: draws.pick(RESIDENTS).userId, via: "app" };
}
