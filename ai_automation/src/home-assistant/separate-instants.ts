import type { StateChange } from "../model/state-change.ts";

/**
 * The archive counts in milliseconds, Home Assistant in microseconds: several changes of an entity within one
 * millisecond move to the following ones, so that each is kept and their order with them.
 */
export function separateInstants(changes: readonly StateChange[]): readonly StateChange[] {
  const last = new Map<string, number>();
  return changes.map((change) => {
    const before = last.get(change.entityId) ?? -Infinity;
    const at = change.at > before || change.at < before - MOST_MOVED ? change.at : before + 1;
    last.set(change.entityId, at);
    return at === change.at ? change : { ...change, at };
  });
}

/** A change that lies further back than this is out of order, not simultaneous. */
const MOST_MOVED = 100;
