import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import type { Knex } from "knex";
import { readSource, type SourceOptions } from "../../../src/compose/history-sources.ts";
import { createRecorderFile } from "../../../src/demo/recorder-file.ts";
import { EVENING, recordAnEvening, T } from "../../support/a-recorder.ts";
import { startMariaDb, startPostgres, type DatabaseServer } from "../../support/database-servers.ts";

const SERVERS = [
  { name: "MariaDB", start: startMariaDb, bytes: "TINYBLOB", double: "DOUBLE", date: "DATETIME(6)" },
  { name: "PostgreSQL", start: startPostgres, bytes: "BYTEA", double: "DOUBLE PRECISION", date: "TIMESTAMPTZ" },
] as const;

for (const { name, start, ...types } of SERVERS) {
  describe(`import from a recorder in ${name}`, () => {
    let server: DatabaseServer | undefined;
    before(async function () {
      server = await start();
      if (server === undefined) {
        process.stderr.write(`    skipped: ${name} is not installed\n`);
        this.skip();
      }
      await fill(server.database, types);
    });
    after(async () => {
      await server?.database.destroy();
      await server?.stop();
    });

    const read = async (address: string): Promise<readonly string[]> => {
      const options: SourceOptions = {
        zone: null,
        userKindOf: () => "person",
        after: null,
        now: Date.UTC(2026, 0, 1),
        workFolder: tmpdir(),
        rowsAPiece: 4,
      };
      const lines: string[] = [];
      for await (const { changes } of readSource(address, options))
        for (const { at, entityId, state, cause } of changes)
          lines.push(`${(at - T * 1_000) / 1_000} ${entityId} ${state} ${cause.kind}`);
      return lines;
    };

    it("reads the same as from a file", async () => {
      expect(await read(server?.address ?? "")).to.deep.equal(EVENING);
    });

    it("reports which right a user needs", async () => {
      const { database, address } = server ?? {};
      await database?.raw(name === "MariaDB" ? "CREATE USER reader@localhost" : "CREATE USER reader");
      if (name === "MariaDB") await database?.raw("GRANT SELECT ON homeassistant.schema_changes TO reader@localhost");
      const failure = await read((address ?? "").replace(/(root|ha)@/, "reader@")).catch((error: unknown) =>
        String(error),
      );
      expect(failure).to.match(/The user reader may not read the recorder at .*: run "GRANT SELECT ON .*reader/);
    });

    it("reports why a recorder cannot be read, without its password", async () => {
      const address = (server?.address ?? "").replace("/homeassistant", "/other").replace("@", ":very-secret@");
      const failure = await read(address).catch((error: unknown) => String(error));
      expect(failure).to.match(/The recorder at (mysql|postgresql):\/\/localhost\/other cannot be read: /);
      expect(failure).not.to.include("very-secret");
    });

    it("reports a missing column and a missing table with the remedy", async () => {
      await server?.database.raw("ALTER TABLE event_types RENAME TO other_types");
      await server?.database.raw("ALTER TABLE states RENAME COLUMN last_changed_ts TO other_ts");
      const failure = await read(server?.address ?? "").catch((error: unknown) => String(error));
      await server?.database.raw("ALTER TABLE states RENAME COLUMN other_ts TO last_changed_ts");
      await server?.database.raw("ALTER TABLE other_types RENAME TO event_types");
      expect(failure).to.match(
        /column last_changed_ts of the table states, the table event_types are missing\..* complete copy/,
      );
    });

    it("reports a lost connection, and that the import continues", async () => {
      const options = { zone: null, after: null, now: Date.UTC(2026, 0, 1), workFolder: tmpdir(), rowsAPiece: 4 };
      const pieces = readSource(server?.address ?? "", { ...options, userKindOf: () => "person" });
      expect((await pieces.next()).done).to.equal(false);
      await server?.database.destroy();
      await server?.stop();
      server = undefined;
      const failure = await pieces.next().catch((error: unknown) => String(error));
      expect(failure).to.match(/The connection to .*\/homeassistant was lost: start the import again, it continues/);
    });
  });
}

/** The same rows as in the file, in tables as SQLAlchemy creates them. */
async function fill(
  database: Knex,
  own: { readonly bytes: string; readonly double: string; readonly date: string },
): Promise<void> {
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
