import type Database from "better-sqlite3";
import type { CodedCause } from "./cause-code.ts";

/** Far more names than a home uses at a time; needed as a limit because numeric states are always new. */
const MAX_CACHED = 20_000;

export interface NameIds {
  readonly entity: (entityId: string) => number;
  readonly state: (state: string) => number;
  readonly cause: (cause: CodedCause) => number;
}

/** Maps names to ids and reports each state to `onState`. The cache is invalid after a transaction was rolled back. */
export function createNameIds(connection: Database.Database, onState: (id: number) => void): NameIds {
  const idsOf = (table: string, column: string): ((name: string) => number) => {
    const find = connection.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck();
    const insert = connection.prepare(`INSERT INTO ${table} (${column}) VALUES (?)`);
    const cache = new Map<string, number>();
    return (name) => {
      let id = cache.get(name);
      if (id === undefined) {
        id = find.get(name) ?? Number(insert.run(name).lastInsertRowid);
        if (cache.size >= MAX_CACHED) cache.clear();
        cache.set(name, id);
      }
      return id;
    };
  };
  const stateOf = idsOf("states", "state");
  return {
    entity: idsOf("entities", "entity_id"),
    state: (state) => {
      const id = stateOf(state);
      onState(id);
      return id;
    },
    cause: createCauseIds(connection, idsOf("actors", "name")),
  };
}

function createCauseIds(connection: Database.Database, actorOf: (name: string) => number): NameIds["cause"] {
  const find = connection
    .prepare<[number, number | null, number | null], number>(
      "SELECT id FROM causes WHERE code = ? AND actor_ref IS ? AND user_ref IS ? LIMIT 1",
    )
    .pluck();
  const insert = connection.prepare("INSERT INTO causes (code, actor_ref, user_ref) VALUES (?, ?, ?)");
  const refOf = (name: string | null): number | null => (name === null ? null : actorOf(name));
  const cache = new Map<number | string, number>();
  return ({ code, actor, user }) => {
    const key = actor === null && user === null ? code : `${code} ${actor ?? ""} ${user ?? ""}`;
    let id = cache.get(key);
    if (id === undefined) {
      const origin = [code, refOf(actor), refOf(user)] as const;
      id = find.get(...origin) ?? Number(insert.run(...origin).lastInsertRowid);
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(key, id);
    }
    return id;
  };
}
