import type { Knex } from "knex";
import type { ImportMarks } from "../model/import.ts";

interface MarkRow {
  readonly state_id: number;
  readonly seconds: number;
}

export const createImportMarks = (database: Knex): ImportMarks => ({
  get: async (source) => {
    const row = await database<MarkRow & { source: string }>("import_marks").where({ source }).first();
    return row === undefined ? null : { stateId: row.state_id, seconds: row.seconds };
  },
  set: async (source, { stateId, seconds }) => {
    await database("import_marks").insert({ source, state_id: stateId, seconds }).onConflict("source").merge();
  },
  delete: async (source) => {
    await database("import_marks").where({ source }).delete();
  },
});
