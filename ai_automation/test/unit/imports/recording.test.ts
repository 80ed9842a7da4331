import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { readChanges } from "../../../src/archive/read-changes.ts";
import { readFrame } from "../../../src/archive/read-frame.ts";
import { readSource } from "../../../src/compose/history-sources.ts";
import { createAnonymiser } from "../../../src/history/recording/anonymise.ts";
import type { RecordedChange } from "../../../src/history/recording/recorded-change.ts";
import { recordingText } from "../../../src/history/recording/write-recording.ts";
import { importHistory } from "../../../src/imports/import-history.ts";
import { UNKNOWN, type Cause } from "../../../src/model/cause.ts";
import { createClock } from "../../../src/model/clock.ts";
import { createImportMarks } from "../../../src/store/import-marks.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const T = 1_700_000_000_000;
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

describe("recordings and the archive", () => {
  let first: TemporaryDatabase;
  let second: TemporaryDatabase;
  let folder = "";
  beforeEach(async () => {
    [first, second] = [await temporaryDatabase(), await temporaryDatabase()];
    folder = await mkdtemp(join(tmpdir(), "recording-"));
  });
  afterEach(async () => {
    await first.remove();
    await second.remove();
    await rm(folder, { recursive: true });
  });

  const bring = async (file: string, into: TemporaryDatabase, zone: string | null = null) => {
    const pieces = readSource(file, {
      zone,
      userKindOf: () => "person",
      after: null,
      now: Date.UTC(2026, 0, 1),
      workFolder: folder,
      rowsAPiece: 100,
    });
    const archive = createChangeArchive(into.database);
    return importHistory(pieces, {
      source: file,
      archive,
      marks: createImportMarks(into.database),
      onProgress: () => undefined,
    });
  };
  const write = async (text: string): Promise<string> => {
    const file = join(folder, "recording.csv");
    await writeFile(file, text);
    return file;
  };
  const frameOf = ({ path }: TemporaryDatabase) => {
    const { entities, states, times, codes, contexts, start } = readFrame(path, {
      clock: createClock("Europe/Amsterdam"),
      location: null,
    });
    return { entities: entities.names, states: [...codes].map((code) => states.names[code]), times, contexts, start };
  };

  it("restores the same history from an export", async () => {
    const causes: readonly Cause[] = [
      { kind: "person", userId: "anna", via: "app" },
      { kind: "automation", entityId: "automation.x" },
      { kind: "scene", entityId: null, userId: "anna" },
      { kind: "physical" },
      UNKNOWN,
    ];
    const states = ["on", "off", "12.5", 'say "hello", you', "unavailable"];
    await createChangeArchive(first.database).record({
      changes: Array.from({ length: 60 }, (_, i) => ({
        entityId: i % 3 === 0 ? "event.button" : "light.hall",
        state: states[i % 5] ?? "",
        at: T + i * 137,
        cause: causes[i % 4] ?? UNKNOWN,
      })),
      covered: { from: T, to: T + 10_000 },
    });
    const file = await write([...recordingText(readChanges(first.path, ALWAYS))].join(""));
    expect(await bring(file, second)).to.deep.include({ added: 60 });
    expect(frameOf(second)).to.deep.equal(frameOf(first));
    expect(await bring(file, second)).to.deep.include({ added: 0, read: 60 });
  });

  it("exports an interval, including its start and excluding its end", async () => {
    const at = [T, T + 1_000, T + 2_000];
    await createChangeArchive(first.database).record({
      changes: at.map((instant) => ({ entityId: "light.hall", state: String(instant), at: instant, cause: UNKNOWN })),
      covered: ALWAYS,
    });
    const rows = [...readChanges(first.path, { from: T + 1_000, to: T + 2_000 })];
    expect(rows.map((row) => row.at)).to.deep.equal([T + 1_000]);
  });

  it("reads local times by the home's zone, and refuses them without one", async () => {
    const file = await write("timestamp,entity_id,state,context\n2023-07-01 12:00:00,light.hall,on,manual\n");
    const failure = await bring(file, first).catch((error: unknown) => String(error));
    expect(failure).to.match(/its times have no offset: specify the home's time zone/);
    await bring(file, first, "Europe/Amsterdam");
    expect([...readChanges(first.path, ALWAYS)]).to.deep.equal([
      { at: Date.parse("2023-07-01T10:00:00Z"), entityId: "light.hall", state: "on", context: "manual" },
    ]);
  });

  it("leaves out and counts rows with impossible times, and never covers until then", async () => {
    const file = join(folder, "clocks.csv");
    const times = ["0001-01-01", "1970-01-01", "2025-06-01", "2025-06-02", "2025-06-03", "2100-01-01", "9999-12-31"];
    const header = "timestamp,entity_id,state,context\n";
    const rows = times.map((day, i) => `${day}T08:00:00Z,light.hall,${i % 2 === 0 ? "on" : "off"},manual\n`);
    await writeFile(file, header + rows.slice(1, 6).join(""));
    const { read, leftOut } = await bring(file, first);
    expect({ read, leftOut }).to.deep.equal({ read: 3, leftOut: { impossibleTime: 2 } });
    expect(await first.database("import_coverage").select("from_ms", "to_ms")).to.deep.equal([
      { from_ms: Date.UTC(2025, 5, 1, 8), to_ms: Date.UTC(2025, 5, 3, 8) + 1 },
    ]);
    await writeFile(file, header + rows.join(""));
    const failure = await bring(file, second).catch((error: Error) => error.message);
    expect(failure).to.match(/most of its times are impossible: 4 of 7 are before 2001 or in the future/);
  });

  it("never imports who a person is from an anonymised recording", () => {
    const anonymise = createAnonymiser(["light.kitchen_ceiling", "light.hall", "light.kitchen_table", "person.anna"]);
    const row = (entityId: string, state: string): RecordedChange => ({ at: T, entityId, state, context: "manual" });
    const shown = (entityId: string, state: string): string => {
      const { entityId: id, state: anonymised } = anonymise(row(entityId, state));
      return `${id} ${anonymised}`;
    };
    expect(shown("light.kitchen_ceiling", "on")).to.equal("light.area1_1 on");
    expect(shown("light.kitchen_table", "12.5")).to.equal("light.area1_2 12.5");
    expect(shown("light.hall", "unavailable")).to.equal("light.area2_1 unavailable");
    expect(shown("person.anna", "home")).to.equal("person.area3_1 home");
    expect(shown("person.anna", "Anna's school")).to.equal("person.area3_1 zone_1");
    expect(shown("person.anna", "The pub")).to.equal("person.area3_1 zone_2");
    expect(shown("person.anna", "Anna's school")).to.equal("person.area3_1 zone_1");
    expect(shown("light.hall", "+31612345678")).to.equal("light.area2_1 text_3");
  });
});
