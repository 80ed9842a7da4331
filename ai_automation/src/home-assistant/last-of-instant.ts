import type { StateChange } from "../model/state-change.ts";

/** Of several changes of an entity within one millisecond the last is the one that lasts. */
export function lastOfInstant(changes: readonly StateChange[]): readonly StateChange[] {
  const last = new Map<string, StateChange>();
  for (const change of changes) last.set(`${change.entityId} ${change.at}`, change);
  return [...last.values()];
}
