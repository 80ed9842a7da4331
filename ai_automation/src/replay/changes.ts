import type { World } from "./world.ts";

/** A change of an entity, in codes of the frame. */
export interface Change {
  readonly at: number;
  readonly entity: number;
  readonly state: number;
}

/** Adds a moment, whose hold began at `since`. */
export type AddMoment = (at: number, entity?: number, state?: number, since?: number) => void;

/** The changes of some entities before an instant, ascending; at one instant in the order of the entities. */
export function changesOf(entities: readonly number[], { stateHistoryOf }: World, before: number): readonly Change[] {
  const changes: Change[] = [];
  for (const entity of entities) {
    const { times, codes } = stateHistoryOf(entity);
    for (let i = 0; i < times.length && times[i]! < before; i++)
      changes.push({ at: times[i]!, entity, state: codes[i]! });
  }
  return entities.length > 1 ? changes.sort((a, b) => a.at - b.at) : changes;
}

export const indexesOf = (entityIds: readonly string[], { frame }: World): readonly number[] =>
  entityIds.map((entityId) => frame.entities.find(entityId)).filter((entity) => entity !== undefined);
