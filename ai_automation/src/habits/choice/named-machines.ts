import type { SelfActing } from "../../model/self-acting.ts";
import type { NearMiss } from "./near-misses.ts";

/** Whether a near miss is only what is named as a machine. */
export const isNamedAs = ({ target, trigger, reason }: NearMiss, machine: SelfActing): boolean =>
  reason.kind === "already_automated" &&
  reason.by === null &&
  machine.target.entityId === target.entityId &&
  machine.target.state === target.state &&
  machine.cause.kind === "after" &&
  ((trigger.kind === "event" && trigger.entityId === machine.cause.entityId) ||
    (trigger.kind === "state" && trigger.entityIds.includes(machine.cause.entityId)));

export function mayBeNamed(
  { target, cause }: SelfActing,
  { isMinable }: { readonly isMinable: (entityId: string) => boolean },
): boolean {
  return isMinable(target.entityId) && (cause.kind !== "after" || isMinable(cause.entityId));
}
