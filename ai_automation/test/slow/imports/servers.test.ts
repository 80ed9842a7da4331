import { tmpdir } from "node:os";
import { expect } from "chai";
import { readSource, type SourceOptions } from "../../../src/compose/history-sources.ts";
import { EVENING, T } from "../../support/a-recorder.ts";
import { startMariaDb, startPostgres, type DatabaseServer } from "../../support/database-servers.ts";
import { fillServer, MARIADB_TYPES, POSTGRES_TYPES } from "../../support/fill-server.ts";

const SERVERS = [
  { name: "MariaDB", start: startMariaDb, types: MARIADB_TYPES },
  { name: "PostgreSQL", start: startPostgres, types: POSTGRES_TYPES },
] as const;

for (const { name, start, types } of SERVERS) {
  describe(`import from a recorder in ${name}`, () => {
    let server: DatabaseServer | undefined;
    before(async function () {
      server = await start();
      if (server === undefined) {
        process.stderr.write(`    skipped: ${name} is not installed\n`);
        this.skip();
      }
      await fillServer(server.database, types);
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

    it("refuses times whose column rounds them, in words", async () => {
      const type = name === "MariaDB" ? "FLOAT" : "REAL";
      const run = async (sql: string): Promise<void> => server?.database.raw(sql);
      for (const [table, column] of [
        ["states", "last_updated_ts"],
        ["events", "time_fired_ts"],
      ] as const) {
        await run(`ALTER TABLE ${table} RENAME COLUMN ${column} TO exact_ts`);
        await run(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
        await run(`UPDATE ${table} SET ${column} = exact_ts`);
        const [lost] =
          (await server?.database(table).whereRaw(`ABS(${column} - exact_ts) > 5`).count("* as rows")) ?? [];
        const failure = await read(server?.address ?? "").catch((error: unknown) => String(error));
        await run(`ALTER TABLE ${table} DROP COLUMN ${column}`);
        await run(`ALTER TABLE ${table} RENAME COLUMN exact_ts TO ${column}`);
        expect(Number(lost?.["rows"])).to.be.above(0);
        expect(failure).to.equal(
          `RecorderError: The times in ${table}.${column} are stored as ${type.toLowerCase()}, which rounds them to two minutes: what happened when is lost. Import an older backup.`,
        );
      }
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
      expect(failure).to.match(
        /The recorder at (mysql|postgresql):\/\/localhost\/other\?(unix_socket|host)=\/\S+ cannot be read: /,
      );
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
      expect(failure).to.match(
        /The connection to .*\/homeassistant\?\S+ was lost: start the import again, it continues/,
      );
    });
  });
}
