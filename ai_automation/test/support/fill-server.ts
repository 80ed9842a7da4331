import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Knex } from "knex";
import { createRecorderFile } from "../../src/demo/recorder-file.ts";
import { recordAnEvening } from "./a-recorder.ts";

/** The types that SQLAlchemy uses for bytes, numbers and dates. */
export const MARIADB_TYPES = { bytes: "TINYBLOB", double: "DOUBLE", date: "DATETIME(6)" } as const;
export const POSTGRES_TYPES = { bytes: "BYTEA", double: "DOUBLE PRECISION", date: "TIMESTAMPTZ" } as const;

/** Writes the same evening as `recordAnEvening` to a server, in tables as SQLAlchemy creates them. */
export async function fillServer(database: Knex, own: typeof MARIADB_TYPES | typeof POSTGRES_TYPES): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "recorder-"));
  const path = join(folder, "home-assistant_v2.db");
  const file = createRecorderFile(path);
  recordAnEvening(file);
  file.close();
  const source = new Database(path, { readonly: true });
  for (const [table, columns] of Object.entries(TABLES)) {
    const types = { id: "BIGINT", text: "VARCHAR(255)", ...own };
    const definitions = Object.entries(columns).map(([column, type]) => `${column} ${types[type]}`);
    await database.raw(`CREATE TABLE ${table} (${definitions.join(", ")})`);
    const rows = source.prepare<[], object>(`SELECT ${Object.keys(columns).join(", ")} FROM ${table}`).all();
    await database(table).insert(rows);
  }
  source.close();
  await rm(folder, { recursive: true });
}

const CONTEXT = { context_id_bin: "bytes", context_user_id_bin: "bytes", context_parent_id_bin: "bytes" } as const;

const TABLES = {
  schema_changes: { change_id: "id", schema_version: "id", changed: "date" },
  states_meta: { metadata_id: "id", entity_id: "text" },
  state_attributes: { attributes_id: "id", shared_attrs: "text" },
  event_types: { event_type_id: "id", event_type: "text" },
  event_data: { data_id: "id", shared_data: "text" },
  states: {
    state_id: "id",
    metadata_id: "id",
    state: "text",
    last_updated_ts: "double",
    last_changed_ts: "double",
    old_state_id: "id",
    attributes_id: "id",
    ...CONTEXT,
  },
  events: { event_id: "id", event_type_id: "id", time_fired_ts: "double", data_id: "id", ...CONTEXT },
} as const;
