import type { Cause } from "../model/cause.ts";
import { drawsFor } from "./draws.ts";
import { RESIDENTS } from "./household.ts";

/** A manual cause: half of them at the device, half in the app. */
export function manualCause(seed: number, entityId: string, at: number): Cause {
  const draws = drawsFor(seed, "hand", entityId, at);
  if (draws.chance(0.5)) return { kind: "physical" };
  return { kind: "person", userId: draws.pick(RESIDENTS).userId, via: "app" };
}
