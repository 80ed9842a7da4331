import type { EntityMove } from "../../model/identity.ts";

/** A move as stored. Moves with the same number happened at once, as when two entities swap their ids. */
export interface LoggedMove extends EntityMove {
  readonly batch: number;
}

/** Answers which id an entity has now. Moves are in the order in which they were applied. */
export interface RenameLog {
  /** The id now of the entity that had this id at an instant (milliseconds UTC). */
  readonly idOf: (entityId: string, at: number) => string;
  /** The ids now of the entity that had this id last: more than one after a takeover, which hides one of them. */
  readonly currentIds: (entityId: string) => readonly string[];
}

export function createRenameLog(moves: readonly LoggedMove[]): RenameLog {
  const byFrom = Map.groupBy(moves, ({ from }) => from);
  const next = (entityId: string, after: number, at: number): LoggedMove | undefined =>
    byFrom.get(entityId)?.find((move) => move.batch > after && move.at >= at);
  const followed = (first: LoggedMove, at: number): string => {
    let move = first;
    for (;;) {
      const later = next(move.to, move.batch, at);
      if (later === undefined) return move.to;
      move = later;
    }
  };
  return {
    idOf: (entityId, at) => {
      const first = next(entityId, -Infinity, at);
      return first === undefined ? entityId : followed(first, at);
    },
    currentIds: (entityId) => {
      const ids = new Set<string>();
      const visit = (id: string, after: number): void => {
        const later = (byFrom.get(id) ?? []).filter(({ batch }) => batch > after);
        const move = after === -Infinity ? later.at(-1) : later[0];
        if (move === undefined || move.kind === "taken_over") ids.add(id);
        if (move !== undefined) visit(move.to, move.batch);
      };
      visit(entityId, -Infinity);
      return [...ids];
    },
  };
}

/** The sum of successive moves: each id that has to change, and the new one. */
export function composed(moves: readonly LoggedMove[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const batch of Map.groupBy(moves, (move) => move.batch).values()) {
    const of = new Map(batch.map(({ from, to }) => [from, to]));
    const reached = new Set(ids.values());
    for (const [from, to] of ids) ids.set(from, of.get(to) ?? to);
    for (const [from, to] of of) if (!reached.has(from) && !ids.has(from)) ids.set(from, to);
  }
  return new Map([...ids].filter(([from, to]) => from !== to));
}
