import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import { readSource } from "../../src/compose/history-sources.ts";
import { importHistory } from "../../src/imports/import-history.ts";
import { HOUR, SECOND } from "../../src/model/time.ts";
import { createImportMarks } from "../../src/store/import-marks.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { hardware, rest } from "./real-home.ts";
import { archived } from "./recorder.ts";

const LAMP = "light.kitchen";

describe("an import before the first connection", function () {
  this.timeout(300_000);
  const at = aServiceAtHome();
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "import-first-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const importFirst = (source: string): Promise<void> =>
    at.inDatabase(async (database) => {
      const options = {
        zone: null,
        userKindOf: () => "person" as const,
        after: null,
        now: Date.now(),
        workFolder: folder,
        rowsAPiece: 1_000,
      };
      await importHistory(readSource(source, options), {
        source,
        archive: createChangeArchive(database),
        marks: createImportMarks(database),
        onProgress: () => undefined,
      });
    });
  /**
   * The archive's rows of these entities once Home Assistant's history is read, as text. To the second: rows of one
   * instant are kept a millisecond apart.
   */
  const readAll = async (entityIds: readonly string[], until: number): Promise<readonly string[]> => {
    await at.start();
    await at.eventually(async () => ((await at.ask("status")).history.backfill.state === "done" ? true : undefined));
    await at.stop();
    return archived(at.databasePath, entityIds, 0)
      .filter((change) => change.at < until)
      .map((change) => `${change.entity_id} ${Math.floor(change.at / SECOND)} ${change.state}`);
  };
  const forgetAll = (): Promise<void> =>
    at.inDatabase(async (database) => {
      for (const table of ["changes", "coverage", "import_coverage"]) await database(table).delete();
    });
  const domainsOf = async (): Promise<readonly string[]> =>
    (await rest(at.home, "GET", "states"))
      .map(({ entity_id }: { entity_id: string }) => entity_id)
      .filter((entityId: string) => /^(light|switch|binary_sensor)\./.test(entityId));

  it("does not hide Home Assistant's own history", async () => {
    for (let i = 0; i < 6; i++) await hardware(at.home, LAMP, i % 2 === 0 ? "on" : "off");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const until = Date.now();
    const entityIds = await domainsOf();
    const own = await readAll(entityIds, until);
    expect(own.length).to.be.above(10);
    await forgetAll();
    const first = new Date(until - 40 * 24 * HOUR).toISOString();
    const last = new Date(until + 1_000).toISOString();
    const file = join(folder, "old.csv");
    await writeFile(
      file,
      `timestamp,entity_id,state,context\n${first},${LAMP},on,manual\n${last},${LAMP},off,manual\n`,
    );
    await importFirst(file);
    const both = await readAll(entityIds, until);
    const found = new Set(both);
    expect(own.filter((change) => !found.has(change))).to.deep.equal([]);
    expect(both).to.have.length(own.length + 1);
  });

  it("of Home Assistant's own database adds nothing twice", async () => {
    const until = Date.now() - 3_000;
    const entityIds = await domainsOf();
    const own = withoutGaps(await readAll(entityIds, until));
    await forgetAll();
    await importFirst(at.home.databasePath);
    expect(withoutGaps(await readAll(entityIds, until))).to.deep.equal(own);
  });
});

/** The file also has the gaps at starts of Home Assistant, which its history leaves out. */
const withoutGaps = (changes: readonly string[]): readonly string[] =>
  changes.filter((change) => !/ (unavailable|unknown)$/.test(change));
