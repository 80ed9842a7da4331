import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import fc from "fast-check";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { readSource } from "../../../src/compose/history-sources.ts";
import { createRecorderFile, type RecorderFile } from "../../../src/demo/recorder-file.ts";
import { importHistory } from "../../../src/imports/import-history.ts";
import type { HistoryPiece } from "../../../src/model/history-piece.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { createImportMarks } from "../../../src/store/import-marks.ts";
import { aCall, aContext, ANNA, aState, EVENING, recordAnEvening, SERVICE, T } from "../../support/a-recorder.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

describe("import of a recorder's database", () => {
  let folder = "";
  let path = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "recorder-"));
    path = join(folder, "home-assistant_v2.db");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const record = (fill: (file: RecorderFile) => void, schema?: number): void => {
    const file = createRecorderFile(path, schema === undefined ? {} : { schema });
    fill(file);
    file.close();
  };
  const source = (rest: Partial<Parameters<typeof readSource>[1]> = {}) =>
    readSource(path, {
      zone: null,
      userKindOf: (userId) => (userId === SERVICE ? "service" : "person"),
      after: null,
      now: Date.UTC(2026, 0, 1),
      workFolder: folder,
      rowsAPiece: 4,
      ...rest,
    });
  const read = async (rest?: Parameters<typeof source>[0]): Promise<readonly StateChange[]> =>
    (await piecesOf(source(rest))).flatMap(({ changes }) => changes);
  const causes = async () => (await read()).map(({ entityId, cause }) => [entityId, cause]);

  it("returns the same changes and causes as the logbook and the history", async () => {
    record(recordAnEvening);
    expect((await read()).map(shown)).to.deep.equal(EVENING);
  });

  const measured = (state: string, at: number, unit: string, isFirst = false) =>
    aState("sensor.warmth", state, at, {
      attributes: { unit_of_measurement: unit, device_class: "temperature" },
      isFirst,
    });

  for (const rowsAPiece of [1, 2, 100])
    it(`returns since when a sensor had each of its units, in pieces of ${rowsAPiece}`, async () => {
      record((file) => {
        file.state(measured("21.5", 10, "°C", true));
        file.state(measured("22", 20, "°C"));
        file.state(measured("71.6", 30, "°F"));
        file.state(measured("73", 40, "°F"));
        file.state(aState("sensor.power", "5", 45, { attributes: { unit_of_measurement: "W" }, isFirst: true }));
        file.state(aState("sensor.power", "6", 50, { attributes: { unit_of_measurement: "W", icon: "mdi:flash" } }));
        file.state(measured("22.5", 60, "°C"));
      });
      const pieces = await piecesOf(source({ rowsAPiece }));
      const last = new Map(
        pieces
          .flatMap(({ units = [] }) => units)
          .map(({ entityId, from, to, unit }) => [`${entityId} ${from / 1_000 - T} ${unit}`, (to ?? NaN) - T * 1_000]),
      );
      expect([...last]).to.have.deep.members([
        ["sensor.warmth 10 °C", 30_000],
        ["sensor.warmth 30 °F", 60_000],
        ["sensor.warmth 60 °C", 60_001],
        ["sensor.power 45 W", 50_001],
      ]);
    });

  it("tells when Home Assistant was down, until it had started, and what a restart made unavailable", async () => {
    const event = (type: string, at: number) => ({ type, seconds: T + at, context: aContext() });
    record((file) => {
      file.state(aState("light.hall", "off", 0, { isFirst: true }));
      file.state(aState("light.hall", "on", 10));
      file.event(event("homeassistant_stop", 100));
      file.event(event("homeassistant_start", 150));
      file.state(aState("light.hall", "unavailable", 151, { isFirst: true }));
      file.event(event("homeassistant_started", 152));
      file.state(aState("light.hall", "on", 153));
      file.event(event("homeassistant_start", 1_000));
      file.state(aState("light.hall", "off", 1_001, { isFirst: true }));
    });
    const pieces = await piecesOf(source());
    expect(pieces.flatMap(({ changes }) => changes).map(({ at, state }) => [at / 1_000 - T, state])).to.deep.equal([
      [10, "on"],
      [151, "unavailable"],
      [153, "on"],
    ]);
    const [{ downtimes = [] } = {}] = pieces;
    expect(downtimes.map(({ from, to }) => [from / 1_000 - T, to / 1_000 - T])).to.deep.equal([
      [100, 152],
      [820, 1_000],
    ]);
  });

  it("returns levels that changed, and a light's from service calls", async () => {
    record((file) => {
      const anna = aContext({ user: ANNA });
      file.state(aState("climate.attic", "off", 0, { isFirst: true, attributes: { temperature: 19 } }));
      file.state(aState("climate.attic", "heat", 10, { context: anna, attributes: { temperature: 19 } }));
      file.state(aState("climate.attic", "heat", 20, { changedSeconds: T + 10, attributes: { temperature: 20.5 } }));
      file.state(
        aState("climate.attic", "heat", 25, {
          changedSeconds: T + 10,
          attributes: { temperature: 20.5, current_temperature: 18 },
        }),
      );
      const { data, ...call } = aCall("light.turn_on", "light.hall", 30, anna);
      const service_data = { entity_id: ["light.hall"], brightness_pct: 30 };
      file.event({ ...call, data: { ...data, service_data } });
      file.state(aState("light.hall", "on", 30.1, { context: anna }));
    });
    const levels = (await piecesOf(source({ rowsAPiece: 2 }))).flatMap((piece) => piece.levels);
    expect(levels.map(({ entityId, at, levels: own }) => [entityId, at / 1_000 - T, own])).to.deep.equal([
      ["climate.attic", 0, { temperature: 19 }],
      ["climate.attic", 20, { temperature: 20.5 }],
      ["light.hall", 30, { brightness: 30 }],
    ]);
    expect((await read()).map(({ entityId, state }) => [entityId, state])).to.deep.equal([["climate.attic", "heat"]]);
  });

  it("has a gap between an entity's removal and its return", async () => {
    record((file) => {
      const removed = { ...aState("sensor.attic", "", 20), state: null };
      file.state(aState("sensor.attic", "1", 10, { isFirst: true, attributes: { unit_of_measurement: "°C" } }));
      file.state(removed);
      file.state(aState("sensor.attic", "1", 30, { isFirst: true, attributes: { unit_of_measurement: "°C" } }));
    });
    expect((await read()).map(shown)).to.deep.equal([
      "10 sensor.attic 1 unknown",
      "20 sensor.attic unavailable unknown",
      "30 sensor.attic 1 unknown",
    ]);
  });

  it("reads no press for an event entity that returns with its old time stamp", async () => {
    const press = (at: number, pressed = at) =>
      aState("event.button", new Date((T + pressed) * 1_000).toISOString(), at, {
        attributes: { event_type: "press" },
      });
    record((file) => {
      file.state({ ...press(0, -86_400), isFirst: true });
      file.state(aState("event.button", "unavailable", 10));
      file.state(press(20, -86_400));
      file.state(press(30));
      file.state(aState("event.button", "unavailable", 31));
      file.state(press(32, 30));
      file.state({ ...aState("event.button", "", 40), state: null });
      file.state({ ...press(50, 30), isFirst: true });
      file.state(press(60));
    });
    expect((await read({ rowsAPiece: 2 })).map(shown)).to.deep.equal([
      "10 event.button unavailable unknown",
      "30 event.button press unknown",
      "31 event.button unavailable unknown",
      "40 event.button unavailable unknown",
      "60 event.button press unknown",
    ]);
  });

  it("may be given as in db_url", async () => {
    record(recordAnEvening);
    const pieces = readSource(`sqlite:///${path}`, {
      zone: null,
      userKindOf: () => "person",
      after: null,
      now: Date.UTC(2026, 0, 1),
      workFolder: folder,
      rowsAPiece: 100,
    });
    expect((await piecesOf(pieces)).flatMap(({ changes }) => changes)).to.have.length(EVENING.length);
  });

  it("is read with its log if Home Assistant has renamed both as damaged", async () => {
    record(recordAnEvening);
    const writer = new Database(path);
    writer.pragma("wal_autocheckpoint = 0");
    writer.exec("UPDATE states SET state = 'low' WHERE state = 'on'");
    const suffix = ".corrupt.2026-01-01T00:00:00+00:00";
    await copyFile(path, path + suffix);
    await copyFile(`${path}-wal`, `${path}-wal${suffix}`);
    writer.close();
    path += suffix;
    expect((await read()).filter(({ state }) => state === "low")).to.have.length(4);
  });

  it("drops only damaged rows", async () => {
    const damage = fc.constantFrom(
      "last_updated_ts = 'x'",
      "last_updated_ts = NULL",
      "last_updated_ts = 1e300",
      "metadata_id = 'x'",
      "metadata_id = NULL",
      "metadata_id = 999",
    );
    const some = fc
      .array(fc.option(damage), { minLength: 2, maxLength: 12 })
      .filter((all) => all.includes(null) && all.some((one) => one !== null));
    let round = 0;
    await fc.assert(
      fc.asyncProperty(some, async (damages) => {
        path = join(folder, `damaged-${round++}.db`);
        record((file) => {
          for (const index of damages.keys()) file.state(aState(`light.n${index}`, "off", index, { isFirst: true }));
          for (const index of damages.keys()) file.state(aState(`light.n${index}`, "on", 100 + index));
        });
        damageRows(path, damages);
        const good = damages.flatMap((one, index) =>
          one === null ? [`${100 + index} light.n${index} on physical`] : [],
        );
        expect((await read()).map(shown)).to.deep.equal(good);
      }),
      { numRuns: 60, seed: 9 },
    );
  });

  it("reads which button was pressed, and the scenes and scripts that people started", async () => {
    record((file) => {
      const instant = (at: number) => new Date((T + at) * 1_000).toISOString();
      for (const entityId of ["event.remote", "scene.movie"]) file.state(aState(entityId, "unknown", 0));
      for (const entityId of ["light.hall", "script.night"]) file.state(aState(entityId, "off", 0));
      const attributes = { event_type: "press", button: "off" };
      file.state(aState("event.remote", instant(1), 1, { attributes }));
      const anna = aContext({ user: ANNA });
      file.event(aCall("scene.turn_on", "scene.movie", 2, anna));
      file.state(aState("scene.movie", instant(2.1), 2.1, { context: anna }));
      file.state(aState("light.hall", "on", 2.2, { context: anna }));
      const nested = aContext({ user: ANNA });
      file.event(aCall("script.turn_on", "script.night", 20, nested));
      file.event({ type: "script_started", seconds: T + 20, context: nested, data: { entity_id: "script.night" } });
      file.state(aState("script.night", "on", 20.1, { context: nested }));
      file.event(aCall("scene.turn_on", "scene.movie", 20.2, nested));
      file.state(aState("scene.movie", instant(20.3), 20.3, { context: nested }));
      file.state(aState("script.night", "off", 20.4, { context: nested }));
    });
    const anna = { kind: "person", userId: ANNA, via: "app" };
    const night = { kind: "script", entityId: "script.night", userId: ANNA };
    expect((await read()).map(({ entityId, state, cause }) => [entityId, state, cause])).to.deep.equal([
      ["event.remote", "press[button=off]", { kind: "unknown" }],
      ["scene.movie", "on", anna],
      ["light.hall", "on", { kind: "scene", entityId: "scene.movie", userId: ANNA }],
      ["script.night", "on", anna],
      ["scene.movie", "on", night],
    ]);
  });

  it("reads texts that a conversion stored as bytes", async () => {
    record(recordAnEvening);
    const database = new Database(path);
    database.exec("UPDATE states SET state = CAST(state AS BLOB)");
    database.exec("UPDATE states_meta SET entity_id = CAST(entity_id AS BLOB)");
    database.close();
    expect((await read()).map(shown)).to.deep.equal(EVENING);
  });

  it("reads rows in order if their index is missing", async () => {
    record(recordAnEvening);
    const database = new Database(path);
    const indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    for (const name of database.prepare<[], string>(indexes).pluck().all()) database.exec(`DROP INDEX ${name}`);
    database.close();
    expect((await read()).map(shown)).to.deep.equal(EVENING);
  });

  it("drops only attributes and events that are not JSON", async () => {
    record((file) => {
      const anna = aContext({ user: ANNA });
      file.state(aState("climate.attic", "off", 0, { isFirst: true, attributes: { temperature: 19 } }));
      file.state(aState("climate.attic", "heat", 10, { context: anna, attributes: { temperature: 20 } }));
      file.state(aState("climate.attic", "off", 20, { context: anna, attributes: { temperature: 21 } }));
      file.event(aCall("climate.set_temperature", "climate.attic", 5, aContext()));
    });
    const database = new Database(path);
    database.exec("UPDATE state_attributes SET shared_attrs = '{' WHERE shared_attrs LIKE '%20%'");
    database.exec("UPDATE event_data SET shared_data = '[7'");
    database.close();
    expect((await read()).map(({ state }) => state)).to.deep.equal(["heat", "off"]);
    const levels = (await piecesOf(source())).flatMap((piece) => piece.levels.map((one) => one.levels));
    expect(levels).to.deep.equal([{ temperature: 19 }, { temperature: 21 }]);
  });

  it("attributes changes to people, automations and services", async () => {
    record((file) => {
      for (const name of ["a", "b", "c", "d"]) file.state(aState(`light.${name}`, "off", 0, { isFirst: true }));
      const script = aContext({ user: ANNA });
      file.event({ type: "script_started", seconds: T + 1, context: script, data: { entity_id: "script.night" } });
      file.state(aState("light.a", "on", 1.1, { context: script }));
      const scene = aContext({ user: ANNA });
      file.event(aCall("scene.turn_on", "scene.movie", 20, scene));
      file.state(aState("light.b", "on", 20.1, { context: scene }));
      const service = aContext({ user: SERVICE });
      file.event(aCall("light.turn_on", "light.c", 40, service));
      file.state(aState("light.c", "on", 40.1, { context: service }));
      const nobody = aContext();
      file.event(aCall("light.turn_on", "light.d", 60, nobody));
      file.state(aState("light.d", "on", 60.1, { context: nobody }));
    });
    expect(await causes()).to.deep.equal([
      ["light.a", { kind: "script", entityId: "script.night", userId: ANNA }],
      ["light.b", { kind: "scene", entityId: "scene.movie", userId: ANNA }],
      ["light.c", { kind: "automation", entityId: null }],
      ["light.d", { kind: "automation", entityId: null, certainty: 0.6 }],
    ]);
  });

  it("distinguishes a manual action from the late context of the automation that it contradicts", async () => {
    const run = aContext();
    record((file) => {
      file.state(aState("light.hall", "off", 0, { isFirst: true }));
      file.event({
        type: "automation_triggered",
        seconds: T + 1,
        context: run,
        data: { entity_id: "automation.hall" },
      });
      file.event(aCall("light.turn_on", "light.hall", 1.1, run));
      file.state(aState("light.hall", "on", 1.2, { context: run }));
      file.state(aState("light.hall", "off", 3, { context: run }));
    });
    expect(await causes()).to.deep.equal([
      ["light.hall", { kind: "automation", entityId: "automation.hall" }],
      ["light.hall", { kind: "physical" }],
    ]);
  });

  it("rarely attributes a change to a manual action while Home Assistant starts", async () => {
    record((file) => {
      file.state(aState("light.hall", "off", 0, { isFirst: true }));
      file.event({ type: "homeassistant_start", seconds: T + 100, context: aContext() });
      file.state(aState("light.hall", "on", 90));
      file.state(aState("light.hall", "off", 400));
    });
    expect(await causes()).to.deep.equal([
      ["light.hall", { kind: "physical", certainty: 0.3 }],
      ["light.hall", { kind: "physical" }],
    ]);
  });

  it("keeps several changes of one millisecond in their order", async () => {
    record((file) => {
      file.state(aState("light.hall", "off", 0, { isFirst: true }));
      file.state(aState("light.hall", "on", 1.0001));
      file.state(aState("light.hall", "off", 1.0002));
    });
    expect((await read()).map(({ at, state }) => [at - T * 1_000, state])).to.deep.equal([
      [1_000, "on"],
      [1_001, "off"],
    ]);
  });

  it("reads rows from the write-ahead log, and does not change the files", async () => {
    record(recordAnEvening);
    const writer = new Database(path);
    writer.pragma("wal_autocheckpoint = 0");
    writer.exec("UPDATE states SET state = 'off' WHERE state = 'never'");
    writer.exec(`INSERT INTO states (state, last_updated_ts, old_state_id, context_id_bin, metadata_id)
      SELECT 'off', ${T + 60}, max(state_id), randomblob(16), metadata_id FROM states JOIN states_meta USING (metadata_id)
      WHERE states_meta.entity_id = 'switch.fan'`);
    writer.exec("BEGIN EXCLUSIVE");
    const before = await listing(folder);
    expect((await read()).map(shown).at(-1)).to.equal("60 switch.fan off physical");
    expect(await listing(folder)).to.deep.equal(before);
    writer.close();
  });

  it("refuses files that are not a recorder's database", async () => {
    record(() => undefined);
    new Database(join(folder, "other.db")).exec("CREATE TABLE other (id)").close();
    await copyFile(join(folder, "other.db"), path);
    expect(await failureOf(read())).to.match(/not a Home Assistant recorder database/);
    await writeFile(path, Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(5_000, 7)]));
    expect(await failureOf(read())).to.match(/not a Home Assistant recorder database, or it is damaged/);
    expect(await readdir(folder)).to.have.members(["home-assistant_v2.db", "other.db"]);
  });

  describe("into the archive", () => {
    let home: TemporaryDatabase;
    beforeEach(async () => {
      home = await temporaryDatabase();
      record(recordAnEvening);
    });
    afterEach(() => home.remove());

    const bring = async (pieces: AsyncIterable<HistoryPiece>) =>
      importHistory(pieces, {
        source: path,
        archive: createChangeArchive(home.database),
        marks: createImportMarks(home.database),
        onProgress: () => undefined,
      });

    it("adds nothing when repeated, and leaves the time to Home Assistant's own history", async () => {
      expect(await bring(source())).to.deep.include({ added: EVENING.length, share: 1 });
      expect(await bring(source())).to.deep.include({ added: 0, read: EVENING.length });
      const time = { from: T * 1_000, to: (T + 100) * 1_000 };
      expect(await createChangeArchive(home.database).missing(time)).to.deep.equal([time]);
    });

    it("resumes where it was interrupted", async () => {
      const marks = createImportMarks(home.database);
      const cut = async function* (): AsyncGenerator<HistoryPiece> {
        let pieces = 0;
        for await (const piece of source()) {
          if (++pieces > 2) throw new Error("cut off");
          yield piece;
        }
      };
      expect(await failureOf(bring(cut()))).to.equal("cut off");
      const after = await marks.get(path);
      const { read: rest } = await bring(source({ after }));
      expect(rest).to.be.lessThan(EVENING.length);
      expect(await createChangeArchive(home.database).summary()).to.deep.include({ changes: EVENING.length });
      expect((await createChangeArchive(home.database).summary()).causes).to.include({ automation: 1, person: 1 });
      expect(await marks.get(path)).to.equal(null);
    });

    it("starts again if another database has replaced the one that was interrupted", async () => {
      const { read: all } = await bring(source({ after: { stateId: 9, seconds: T - 5 } }));
      expect(all).to.equal(EVENING.length);
    });
  });
});

function damageRows(path: string, damages: readonly (string | null)[]): void {
  const database = new Database(path);
  for (const [index, assignment] of damages.entries())
    if (assignment !== null)
      database.exec(`UPDATE states SET ${assignment} WHERE state_id = ${damages.length + index + 1}`);
  database.close();
}

const shown = ({ at, entityId, state, cause }: StateChange): string =>
  `${(at - T * 1_000) / 1_000} ${entityId} ${state} ${cause.kind}`;

async function piecesOf(pieces: AsyncIterable<HistoryPiece>): Promise<readonly HistoryPiece[]> {
  const all: HistoryPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

async function listing(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
}
