import { SECOND } from "../model/time.ts";
import { instantOfText } from "./instants.ts";

/** Separates the new occurrences of event entities from their returns. */
export interface Occurrences {
  /** Records a state that is known without having been seen to begin. */
  record(entityId: string, state: string): void;
  /** Whether a state that began at an instant (milliseconds UTC) is a new occurrence. States come in order of time. */
  isNew(entityId: string, state: string, at: number): boolean;
}

/**
 * An event entity's state is the instant of its last occurrence (components/event/entity.py). Back from `unavailable`,
 * from a removal or from a restart of Home Assistant it has its old state again, which is no occurrence.
 */
export function createOccurrences(): Occurrences {
  const latest = new Map<string, number>();
  const record = (entityId: string, state: string): void => {
    const instant = instantOfText(state);
    if (instant > (latest.get(entityId) ?? -Infinity)) latest.set(entityId, instant);
  };
  return {
    record,
    isNew: (entityId, state, at) => {
      const instant = instantOfText(state);
      // Set over the REST API a state may be any text: each is an occurrence.
      if (Number.isNaN(instant)) return true;
      const isLater = instant > (latest.get(entityId) ?? at - WRITTEN_WITHIN);
      record(entityId, state);
      return isLater;
    },
  };
}

/** Home Assistant writes an occurrence down at once. An entity seen for the first time with an older state has returned. */
const WRITTEN_WITHIN = 5 * SECOND;
