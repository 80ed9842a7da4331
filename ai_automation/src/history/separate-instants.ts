import type { StateChange } from "../model/state-change.ts";

/**
 * The archive counts in milliseconds, Home Assistant in microseconds: several changes of an entity within one
 * millisecond move to the following ones, so that each is kept and their order with them.
 */
export function separateInstants(changes: readonly StateChange[]): readonly StateChange[] {
  const instantOf = createInstantSeparator();
  return changes.map((change) => {
    const at = instantOf(change.entityId, change.at);
    return at === change.at ? change : { ...change, at };
  });
}

/** Answers the instant under which a change is kept; changes of one entity are to be told in their order. */
export function createInstantSeparator(): (entityId: string, at: number) => number {
  const last = new Map<string, number>();
  return (entityId, told) => {
    const before = last.get(entityId) ?? -Infinity;
    const at = told > before || told < before - MOST_MOVED ? told : before + 1;
    last.set(entityId, at);
    return at;
  };
}

/** A change that lies further back than this is out of order, not simultaneous. */
const MOST_MOVED = 100;
