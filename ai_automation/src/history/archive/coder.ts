import type Database from "better-sqlite3";

/** Far more names than a home has in use at a time; numeric states never cease to bring new ones. */
const REMEMBERED_NAMES = 20_000;

export interface Coder {
  readonly entity: (entityId: string) => number;
  readonly state: (state: string) => number;
  readonly actor: (name: string) => number;
}

/** Names to ids. What is remembered holds only while no transaction is rolled back. */
export function createCoder(connection: Database.Database): Coder {
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
  return {
    entity: coder("entities", "entity_id"),
    state: coder("states", "state"),
    actor: coder("actors", "name"),
  };
}
