import { mkdtemp, open as openFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { readSource } from "../../../src/compose/history-sources.ts";
import { importHistory, type ImportProgress } from "../../../src/imports/import-history.ts";
import type { HistoryPiece } from "../../../src/model/history-piece.ts";
import { createImportMarks } from "../../../src/store/import-marks.ts";
import { ANNA, EVENING, T } from "../../support/a-recorder.ts";
import {
  createOldRecorder,
  dateOf,
  recordAnOldEvening,
  type OldRecorder,
  type OldSchema,
} from "../../support/an-old-recorder.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const NOW = Date.UTC(2026, 0, 1);

describe("import of a recorder of an older release", () => {
  let folder = "";
  let path = "";
  let file: OldRecorder;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "recorder-"));
    path = join(folder, "home-assistant_v2.db");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const record = (schema: OldSchema, fill: (file: OldRecorder) => void = recordAnOldEvening): void => {
    file = createOldRecorder(path, schema);
    fill(file);
    file.close();
  };
  const change = (sql: string, schema: OldSchema = 16): void => {
    record(schema, (open) => {
      recordAnOldEvening(open);
      open.database.exec(sql);
    });
  };
  const pieces = (rowsAPiece = 4): AsyncGenerator<HistoryPiece> =>
    readSource(path, { zone: null, userKindOf: () => "person", after: null, now: NOW, workFolder: folder, rowsAPiece });
  const read = async (): Promise<readonly HistoryPiece[]> => {
    const all: HistoryPiece[] = [];
    for await (const piece of pieces()) all.push(piece);
    return all;
  };
  const lines = async (): Promise<readonly string[]> =>
    (await read()).flatMap(({ changes }) =>
      changes.map(({ at, entityId, state, cause }) => `${(at - T * 1_000) / 1_000} ${entityId} ${state} ${cause.kind}`),
    );
  const leftOut = async (): Promise<Readonly<Record<string, number>>> => {
    const sums: Record<string, number> = {};
    for (const piece of await read())
      for (const [reason, rows] of Object.entries(piece.leftOut))
        if (rows > 0) sums[reason] = (sums[reason] ?? 0) + rows;
    return sums;
  };

  for (const schema of [16, 25, 30, 35] as const)
    it(`reads schema ${schema} like the newest one`, async () => {
      record(schema);
      expect(await lines()).to.deep.equal(EVENING);
    });

  it("takes a cause from the event of the state, not from the random context that an upgrade invents", async () => {
    // components/recorder/migration.py, StatesContextIDMigration: a row without a context gets a new ULID.
    change(`
      ALTER TABLE states ADD COLUMN context_id_bin BLOB;
      ALTER TABLE states ADD COLUMN context_user_id_bin BLOB;
      ALTER TABLE states ADD COLUMN context_parent_id_bin BLOB;
      UPDATE states SET context_id_bin = randomblob(16);
      INSERT INTO schema_changes (schema_version, changed) VALUES (53, '${dateOf(9_000)}')`);
    expect(await lines()).to.deep.equal(EVENING);
  });

  it("never takes a change for a manual one if its event was purged", async () => {
    change("DELETE FROM events WHERE event_type = 'state_changed'");
    expect((await lines()).map((line) => line.split(" ").at(-1))).to.deep.equal(EVENING.map(() => "unknown"));
  });

  it("never takes a change for a manual one if the events of automations were purged", async () => {
    const purge = "DELETE FROM events WHERE event_type IN ('automation_triggered', 'call_service')";
    change(purge, 30);
    expect((await lines())[3]).to.equal("30.3 light.hall on automation");
    await rm(path);
    change(`${purge}; DELETE FROM states WHERE entity_id = 'binary_sensor.motion'`, 30);
    expect((await lines())[2]).to.equal("30.3 light.hall on unknown");
  });

  it("reads a database whose upgrade was interrupted", async () => {
    change(
      `
      CREATE TABLE states_meta (metadata_id INTEGER PRIMARY KEY, entity_id VARCHAR(255));
      CREATE TABLE event_types (event_type_id INTEGER PRIMARY KEY, event_type VARCHAR(64));
      INSERT INTO states_meta (entity_id) SELECT DISTINCT entity_id FROM states;
      INSERT INTO event_types (event_type) SELECT DISTINCT event_type FROM events;
      ALTER TABLE states ADD COLUMN metadata_id INTEGER;
      ALTER TABLE states ADD COLUMN last_updated_ts FLOAT;
      ALTER TABLE states ADD COLUMN last_changed_ts FLOAT;
      ALTER TABLE states ADD COLUMN context_id_bin BLOB;
      ALTER TABLE states ADD COLUMN context_user_id_bin BLOB;
      ALTER TABLE states ADD COLUMN context_parent_id_bin BLOB;
      ALTER TABLE events ADD COLUMN event_type_id INTEGER;
      ALTER TABLE events ADD COLUMN time_fired_ts FLOAT;
      UPDATE states SET last_updated_ts = strftime('%s', last_updated) + substr(last_updated, 20), last_updated = NULL
        WHERE state_id > 6;
      UPDATE states SET context_id_bin = unhex(context_id), context_id = NULL,
        context_user_id_bin = unhex(context_user_id), context_user_id = NULL WHERE unhex(context_id) IS NOT NULL;
      UPDATE states SET metadata_id = (SELECT metadata_id FROM states_meta m WHERE m.entity_id = states.entity_id),
        entity_id = NULL WHERE state_id % 2 = 0;
      UPDATE events SET event_type_id = (SELECT event_type_id FROM event_types t WHERE t.event_type = events.event_type),
        event_type = NULL WHERE event_id % 2 = 0;
      UPDATE events SET time_fired_ts = strftime('%s', time_fired) + substr(time_fired, 20), time_fired = NULL
        WHERE event_id > 1`,
      30,
    );
    expect(await lines()).to.deep.equal(EVENING);
  });

  it("reads levels from attributes in the row", async () => {
    record(16, (open) => {
      open.state({ entityId: "climate.attic", state: "heat", at: 0, isFirst: true, attributes: { temperature: 19 } });
      open.state({ entityId: "climate.attic", state: "heat", at: 20, changed: 0, attributes: { temperature: 20.5 } });
    });
    const levels = (await read()).flatMap((piece) => piece.levels.map((one) => one.levels));
    expect(levels).to.deep.equal([{ temperature: 19 }, { temperature: 20.5 }]);
  });

  it("finds the previous state in the order of rows if the links are lost", async () => {
    change("UPDATE states SET old_state_id = NULL", 30);
    expect(await lines()).to.deep.equal(EVENING);
  });

  it("does not take the first state after a start for a change", async () => {
    record(30, (open) => {
      open.state({ entityId: "light.hall", state: "off", at: 0, isFirst: true });
      open.database.exec(`INSERT INTO recorder_runs (start) VALUES ('${dateOf(50)}')`);
      open.state({ entityId: "light.hall", state: "on", at: 60, isFirst: true });
      open.state({ entityId: "light.hall", state: "off", at: 70 });
    });
    expect(await lines()).to.deep.equal(["70 light.hall off physical"]);
    expect(await leftOut()).to.deep.equal({ noPredecessor: 2 });
  });

  const ABSURD = [
    "1970-01-01 00:00:12.000000",
    "2100-01-01 00:00:00.000000",
    "0001-01-01 00:00:00.000000",
    "9999-12-31 23:59:59.000000",
    "soon",
  ];
  for (const time of ABSURD)
    it(`counts a row of ${time}, and does not cover until then`, async () => {
      change(`UPDATE states SET last_updated = '${time}' WHERE entity_id = 'switch.fan' AND state = 'on'`);
      expect(await lines()).to.deep.equal(EVENING.filter((line) => !line.includes("switch.fan")));
      expect(await leftOut()).to.deep.equal({ impossibleTime: 1, noPredecessor: 5 });
      const covered = (await read()).map((piece) => piece.covered);
      expect(Math.min(...covered.map(({ from }) => from))).to.equal(T * 1_000);
      expect(Math.max(...covered.map(({ to }) => to))).to.equal((T + 52) * 1_000 + 1);
    });

  for (const seconds of ["0", "4102444800", "1.8e12", "'soon'"])
    it(`counts a row at ${seconds} seconds`, async () => {
      change(`UPDATE states SET last_updated_ts = ${seconds} WHERE entity_id = 'switch.fan' AND state = 'on'`, 35);
      expect(await lines()).to.deep.equal(EVENING.filter((line) => !line.includes("switch.fan")));
      expect(await leftOut()).to.include({ impossibleTime: 1 });
    });

  it("takes an unset time of the last change for a change", async () => {
    for (const unset of ["0", "''"]) {
      await rm(path, { force: true });
      change(`UPDATE states SET last_changed_ts = ${unset} WHERE last_changed_ts IS NULL`, 35);
      expect(await lines()).to.deep.equal(EVENING);
    }
  });

  it("counts rows without a known entity, and refuses a database that consists mostly of them", async () => {
    change("UPDATE states SET entity_id = NULL WHERE entity_id = 'switch.fan'");
    expect(await leftOut()).to.include({ unknownEntity: 2 });
    await rm(path);
    change("UPDATE states SET entity_id = NULL WHERE entity_id <> 'switch.fan'");
    expect(await failureOf(read())).to.match(
      /^Most of the 14 rows .* cannot be read: 0 have no time .*, and the entity of 12 is not on record\. Nothing was imported/,
    );
    await rm(path);
    change("UPDATE states SET last_updated = NULL");
    expect(await failureOf(read())).to.match(/14 have no time or an impossible one/);
  });

  it("names a missing table, and a damaged page with its remedy", async () => {
    change("DROP TABLE events");
    expect(await failureOf(read())).to.match(/table events is missing.* complete copy/);
    await rm(path);
    let page = 0;
    record(16, (open) => {
      recordAnOldEvening(open);
      page = rootOf(open.database, "states");
    });
    const handle = await openFile(path, "r+");
    await handle.write(Buffer.alloc(4_096, 7), 0, 4_096, (page - 1) * 4_096);
    await handle.close();
    expect(await failureOf(read())).to.match(/is damaged: .*\.recover \| sqlite3 rescued\.db, then import rescued\.db/);
  });

  describe("into the archive", () => {
    let home: TemporaryDatabase;
    beforeEach(async () => {
      home = await temporaryDatabase();
    });
    afterEach(() => home.remove());

    const bring = async (): Promise<ImportProgress> =>
      importHistory(pieces(), {
        source: path,
        archive: createChangeArchive(home.database),
        marks: createImportMarks(home.database),
        onProgress: () => undefined,
      });

    it("corrects the causes of an earlier import that did not know them", async () => {
      record(16);
      await bring();
      // An earlier release took every change without a context for a manual one.
      const archive = createChangeArchive(home.database);
      await home.database.raw(
        "UPDATE changes SET cause_ref = (SELECT id FROM causes WHERE code = 4) WHERE cause_ref IN (SELECT id FROM causes WHERE code IN (1, 5))",
      );
      await home.database.raw("DELETE FROM entity_counts");
      await home.database.raw(
        "INSERT INTO entity_counts SELECT entity_ref, cause, count(*), min(at), max(at) FROM told_changes GROUP BY 1, 2",
      );
      expect((await archive.summary()).causes).to.include({ physical: 3, person: 0, automation: 0 });
      expect(await bring()).to.include({ added: 0, corrected: 2 });
      expect((await archive.summary()).causes).to.include({ physical: 1, person: 1, automation: 1 });
      expect(await bring()).to.include({ added: 0, corrected: 0 });
      const { actor } = await home
        .database("told_changes")
        .join("actors", "actors.id", "actor_ref")
        .where({ cause: 1 })
        .first("name as actor");
      expect(actor).to.equal(ANNA);
    });

    it("takes back manual actions of an earlier import if their events are gone", async () => {
      record(16);
      await bring();
      await rm(path);
      change("DELETE FROM events WHERE event_type = 'state_changed'");
      expect(await bring()).to.include({ added: 0, corrected: 1 });
      expect((await createChangeArchive(home.database).summary()).causes).to.include({ physical: 0, person: 1 });
    });
  });
});

const rootOf = (database: Database.Database, table: string): number =>
  database.prepare<[string], number>("SELECT rootpage FROM sqlite_schema WHERE name = ?").pluck().get(table) ?? 0;

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
