import { createDictionary, type Dictionary } from "./dictionary.ts";
import { createTimed, type Timed } from "./timed.ts";

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
  const rows = new Map<number, Timed>();
  return {
    add: (at, entity, userId) => {
      let own = rows.get(entity);
      if (own === undefined) rows.set(entity, (own = createTimed()));
      own.add(at, users.code(userId));
    },
    finish: () => ({ users, of: new Map([...rows].map(([entity, own]) => [entity, columnOf(own)])) }),
  };
}

function columnOf(own: Timed): HandColumn {
  const { times, values } = own.sorted();
  return { times, users: Int32Array.from(values) };
}
