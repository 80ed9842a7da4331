import type { TriggerPlan } from "../../automation/plan.ts";
import type { NamedMachine } from "../../model/self-acting.ts";
import { MINUTE, SECOND } from "../../model/time.ts";

/** The part of the miner's self-acting entities that is judged. */

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
    case "purpose":
    case "becomes":
    case "pattern":
    case "unrecorded":
      return false;
  }
}

const isNear = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance;
