import { createDictionary, type Dictionary } from "./dictionary.ts";

/** The manual actions on one entity by known users, in order of time. */
interface HandColumn {
  /** Milliseconds UTC. */
  readonly times: Float64Array;
  /** Codes in `users`. */
  readonly users: Int32Array;
}

/** Who made manual actions, where that is recorded. `users` holds the ids of Home Assistant users. */
export interface Hands {
  readonly users: Dictionary;
  /** By entity code. */
  readonly of: ReadonlyMap<number, HandColumn>;
}

export interface HandsBuilder {
  /** Rows may be added in any order. */
  add(at: number, entity: number, userId: string): void;
  finish(): Hands;
}

export function createHandsBuilder(): HandsBuilder {
  const users = createDictionary();
  const rows = new Map<number, { at: number; user: number }[]>();
  return {
    add: (at, entity, userId) => {
      const known = rows.get(entity) ?? [];
      rows.set(entity, known);
      known.push({ at, user: users.code(userId) });
    },
    finish: () => ({ users, of: new Map([...rows].map(([entity, own]) => [entity, columnOf(own)])) }),
  };
}

function columnOf(rows: { at: number; user: number }[]): HandColumn {
  rows.sort((a, b) => a.at - b.at);
  return { times: Float64Array.from(rows, ({ at }) => at), users: Int32Array.from(rows, ({ user }) => user) };
}
