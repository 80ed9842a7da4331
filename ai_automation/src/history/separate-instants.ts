import type { StateChange } from "../model/state-change.ts";

/**
 * Gives each change of an entity its own millisecond. The archive stores milliseconds, Home Assistant reports
 * microseconds: later changes within one millisecond move to the next free ones, which preserves their order.
 */
export function separateInstants(changes: readonly StateChange[]): readonly StateChange[] {
  const instantOf = createInstantSeparator();
  return changes.map((change) => {
    const at = instantOf(change.entityId, change.at);
    return at === change.at ? change : { ...change, at };
  });
}

/** Returns the instant at which to store a change. Changes of one entity must be passed in order. */
export function createInstantSeparator(): (entityId: string, at: number) => number {
  const last = new Map<string, number>();
  return (entityId, reported) => {
    const before = last.get(entityId) ?? -Infinity;
    const at = reported > before || reported < before - MAX_SHIFT ? reported : before + 1;
    last.set(entityId, at);
    return at;
  };
}

/** Milliseconds. A change further back than this is out of order, not simultaneous. */
const MAX_SHIFT = 100;
