import type { HomeSnapshot } from "../model/home.ts";
import type { WireState } from "./wire.ts";

/** The snapshot with an entity under its new id, until the registry is read again. */
export function withMovedEntity(home: HomeSnapshot, from: string, to: string): HomeSnapshot {
  const entity = home.entities.get(from);
  const entities = new Map(home.entities);
  entities.delete(from);
  if (entity !== undefined) entities.set(to, { ...entity, entityId: to });
  const moved = <T extends { readonly entityId?: string | null }>(one: T): T =>
    one.entityId === from ? { ...one, entityId: to } : one;
  return { ...home, entities, persons: home.persons.map(moved), automations: home.automations.map(moved) };
}

/** Follows renamed entities through live events. */
export interface MovedEntities {
  moved(from: string, to: string): void;
  /** The current id for an event of an entity; null if the event only reports that the old id is gone. */
  idOf(event: {
    readonly entityId: string;
    readonly before: WireState | null;
    readonly after: WireState | null;
  }): string | null;
  /** The state from before the rename, for the first one under the new id. */
  stateBefore(entityId: string, before: WireState | null): WireState | null;
}

/**
 * On a rename Home Assistant removes the state of the old id and writes one with the new id, at once and without a cause
 * (helpers/entity.py, _async_process_registry_update). Neither happened in the home, and the recorder leaves the removal
 * out.
 */
export function createMovedEntities(): MovedEntities {
  const movedTo = new Map<string, string>();
  const lastStates = new Map<string, WireState>();
  return {
    moved: (from, to) => {
      movedTo.set(from, to);
      movedTo.delete(to);
    },
    idOf: ({ entityId, before, after }) => {
      const to = movedTo.get(entityId);
      if (to === undefined) return entityId;
      if (after === null) {
        if (before !== null) lastStates.set(to, { ...before, entity_id: to });
        return null;
      }
      if (before !== null) return to;
      // Another entity has the old id from now on.
      movedTo.delete(entityId);
      return entityId;
    },
    stateBefore: (entityId, before) => {
      const last = lastStates.get(entityId);
      lastStates.delete(entityId);
      return before ?? last ?? null;
    },
  };
}
