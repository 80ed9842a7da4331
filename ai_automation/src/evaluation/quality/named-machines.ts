import type { TriggerPlan } from "../../automation/plan.ts";
import type { HabitTarget } from "../../model/habit.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import type { Findings } from "../../suggestions/miner.ts";

/** Something that, according to the miner, already happens by itself: its target, cause and lag. */
export interface NamedMachine {
  readonly target: HabitTarget;
  readonly cause:
    /** `lag` milliseconds after another entity entered a state or fired an event of that type. */
    | { readonly kind: "after"; readonly entityId: string; readonly state: string; readonly lag: number }
    /** `lag` milliseconds after the entity itself entered another state. */
    | { readonly kind: "own"; readonly state: string; readonly lag: number }
    /** Milliseconds since local midnight. */
    | { readonly kind: "clock"; readonly timeOfDay: number }
    | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number };
}

/** The one place where named machines are read from what mining found. */
export const namedMachines = ({ selfActing }: Findings): readonly NamedMachine[] => selfActing;

/** A reported lag may differ by this much, which includes the device's delay. */
const LAG_TOLERANCE = 2 * SECOND;
/** Sun times depend on the home's elevation and the almanac. */
const SUN_TOLERANCE = MINUTE;

/** Whether a machine matches one of an automation's triggers: the same entity, state and lag. */
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
