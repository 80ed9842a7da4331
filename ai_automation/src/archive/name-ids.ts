import type Database from "better-sqlite3";
import type { CodedCause } from "./cause-code.ts";

/** Far more names than a home has in use at a time; numeric states never cease to bring new ones. */
const REMEMBERED_NAMES = 20_000;

export interface NameIds {
  readonly entity: (entityId: string) => number;
  readonly state: (state: string) => number;
  readonly cause: (cause: CodedCause) => number;
}

/** Names to ids, telling of each state that is asked for. What is remembered holds while no transaction is rolled back. */
export function createNameIds(connection: Database.Database, onState: (id: number) => void): NameIds {
  const coder = (table: string, column: string): ((name: string) => number) => {
    const find = connection.prepare<[string], number>(`SELECT id FROM ${table} WHERE ${column} = ?`).pluck();
    const insert = connection.prepare(`INSERT INTO ${table} (${column}) VALUES (?)`);
    const known = new Map<string, number>();
    return (name) => {
      let id = known.get(name);
      if (id === undefined) {
        id = find.get(name) ?? Number(insert.run(name).lastInsertRowid);
        if (known.size >= REMEMBERED_NAMES) known.clear();
        known.set(name, id);
      }
      return id;
    };
  };
  const stateOf = coder("states", "state");
  return {
    entity: coder("entities", "entity_id"),
    state: (state) => {
      const id = stateOf(state);
      onState(id);
      return id;
    },
    cause: causeCoder(connection, coder("actors", "name")),
  };
}

function causeCoder(connection: Database.Database, actorOf: (name: string) => number): NameIds["cause"] {
  const find = connection
    .prepare<[number, number | null, number | null], number>(
      "SELECT id FROM causes WHERE code = ? AND actor_ref IS ? AND user_ref IS ? LIMIT 1",
    )
    .pluck();
  const insert = connection.prepare("INSERT INTO causes (code, actor_ref, user_ref) VALUES (?, ?, ?)");
  const refOf = (name: string | null): number | null => (name === null ? null : actorOf(name));
  const known = new Map<number | string, number>();
  return ({ code, actor, user }) => {
    const key = actor === null && user === null ? code : `${code} ${actor ?? ""} ${user ?? ""}`;
    let id = known.get(key);
    if (id === undefined) {
      const origin = [code, refOf(actor), refOf(user)] as const;
      id = find.get(...origin) ?? Number(insert.run(...origin).lastInsertRowid);
      if (known.size >= REMEMBERED_NAMES) known.clear();
      known.set(key, id);
    }
    return id;
  };
}
