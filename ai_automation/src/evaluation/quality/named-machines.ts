import type { TriggerPlan } from "../../automation/plan.ts";
import type { HabitTarget } from "../../model/habit.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import type { Findings } from "../../suggestions/miner.ts";

/** Something that the miner says happens by itself already: what acts, on what it acts, and how long after it. */
export interface NamedMachine {
  readonly target: HabitTarget;
  readonly cause:
    /** Another entity turned to a state, or an event of that type came; `lag` milliseconds later it acts. */
    | { readonly kind: "after"; readonly entityId: string; readonly state: string; readonly lag: number }
    /** The entity itself was brought to another state before. */
    | { readonly kind: "own"; readonly state: string; readonly lag: number }
    /** Milliseconds since local midnight. */
    | { readonly kind: "clock"; readonly timeOfDay: number }
    | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number };
}

/** The one place where named machines are read from what mining found. Findings name none so far. */
export const namedMachines = (_findings: Findings): readonly NamedMachine[] => [];

/** A lag is named right within this, a device's delay included. */
const LAG_TOLERANCE = 2 * SECOND;
/** Sun times differ by the home's elevation and the almanac used. */
const SUN_TOLERANCE = MINUTE;

/** Whether a machine is one of the triggers of an automation: the same entity, the same state, the same lag. */
export function isNamedBy({ cause }: NamedMachine, trigger: TriggerPlan): boolean {
  switch (trigger.kind) {
    case "time":
      return cause.kind === "clock" && trigger.at.some((at) => isNear(cause.timeOfDay, at, LAG_TOLERANCE));
    case "sun":
      return (
        cause.kind === "sun" && cause.event === trigger.event && isNear(cause.offset, trigger.offset, SUN_TOLERANCE)
      );
    case "state":
      return (
        cause.kind === "after" &&
        trigger.entityIds.includes(cause.entityId) &&
        trigger.to.kind === "in" &&
        trigger.to.states.has(cause.state) &&
        isNear(cause.lag, trigger.hold, LAG_TOLERANCE)
      );
    case "event":
      return (
        cause.kind === "after" &&
        trigger.entityIds.includes(cause.entityId) &&
        (trigger.types === null || trigger.types.has(cause.state)) &&
        isNear(cause.lag, 0, LAG_TOLERANCE)
      );
    case "numeric_state":
      return false;
  }
}

const isNear = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance;
