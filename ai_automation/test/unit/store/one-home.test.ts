import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ARCHIVE_HOME, archiveHome } from "../../../src/model/archive-home.ts";
import type { StartedHome } from "../../../src/store/check-home.ts";
import { migrate, openDatabase } from "../../../src/store/connection.ts";
import { filesBeside } from "../../../src/store/files-beside.ts";
import { createHomeBinding } from "../../../src/store/home-binding.ts";
import { journaledValues } from "../../../src/store/journaled-store.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { openStorage, type Storage } from "../../../src/store/storage.ts";
import { aDraft } from "../../support/a-draft.ts";
import { SILENT } from "../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const NOW = Date.UTC(2026, 10, 30);

const simulatedEntities = async (): Promise<ReadonlySet<string>> => new Set(["light.kitchen", "light.hall"]);
const SIMULATED: StartedHome = { kind: "simulated", simulatedEntities };
const REAL: StartedHome = { kind: "home_assistant", simulatedEntities };

describe("binding of a database to a Home Assistant", () => {
  let temporary: TemporaryDatabase;
  beforeEach(async () => {
    temporary = await temporaryDatabase();
  });
  afterEach(() => temporary.remove());

  it("is made by the first connection, and accepts an instance that shares an id", async () => {
    const bind = createHomeBinding(createKeyValueStore(temporary.database));
    expect(await bind(["owner", "sun"])).to.equal(true);
    expect(await bind(["new owner", "sun"])).to.equal(true);
    expect(await bind(["new owner", "new sun"])).to.equal(true);
  });

  it("refuses an instance that shares none, and stays as it was", async () => {
    const kept = createKeyValueStore(temporary.database);
    const bind = createHomeBinding(kept);
    await bind(["owner", "sun"]);
    expect(await bind(["another owner", "another sun"])).to.equal(false);
    expect(await kept.get(ARCHIVE_HOME, archiveHome)).to.deep.equal({ kind: "home_assistant", ids: ["owner", "sun"] });
    expect(await bind(["sun"])).to.equal(true);
  });

  it("refuses every instance if the database is the simulated home's", async () => {
    const kept = createKeyValueStore(temporary.database);
    await kept.set(ARCHIVE_HOME, { kind: "simulated" });
    expect(await createHomeBinding(kept)(["owner"])).to.equal(false);
  });
});

describe("storage of one home", () => {
  let folder: string;
  let path: string;
  const logged: string[] = [];
  const closers: (() => Promise<void>)[] = [];

  const open = (home: StartedHome, at = path): Promise<Storage> =>
    openStorage({
      path: at,
      home,
      now: () => NOW,
      log: { ...SILENT, warn: (_, event) => void logged.push(event) },
      onShutdown: (close) => void closers.push(close),
      onDamage: (error) => {
        throw error;
      },
    });
  const close = async (): Promise<void> => {
    for (let one = closers.pop(); one !== undefined; one = closers.pop()) await one();
  };
  /** As version 1.0.0 left it: without a record of its home, and with files that do not have its name. */
  const ofEarlierVersion = async (entityIds: readonly string[], at = path): Promise<void> => {
    const database = await openDatabase(at);
    await migrate(database);
    await database("entities").insert(entityIds.map((entityId) => ({ entity_id: entityId })));
    await database.destroy();
    for (const name of ["simulated_home.json", "decisions.jsonl", "access_keys.json"])
      await writeFile(join(folder, name), "{}\n");
  };
  const entitiesOf = (storage: Storage): Promise<readonly string[]> => storage.database("entities").pluck("entity_id");
  const decide = async ({ store }: Storage): Promise<void> => {
    const id = await store.offer(aDraft());
    await store.move(id, { step: "rejected", from: ["pending"], to: "rejected", set: {} });
  };
  const decisions = async ({ store }: Storage): Promise<number> => (await store.withStatus("rejected")).length;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "one-home-"));
    path = join(folder, "ai_automation.db");
    logged.length = 0;
  });
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  it("sets the simulated home's database aside for a real home, with its decisions", async () => {
    const demo = await open(SIMULATED);
    await demo.database("entities").insert({ entity_id: "light.kitchen" });
    await decide(demo);
    await close();
    const real = await open(REAL);
    expect(await entitiesOf(real)).to.deep.equal([]);
    expect(await decisions(real)).to.equal(0);
    expect(logged).to.deep.equal(["database of the simulated home set aside, new one created"]);
    const aside = `${path}.simulated-2026-11-30T00-00-00.000Z`;
    await close();
    const again = await open(SIMULATED, aside);
    expect([await entitiesOf(again), await decisions(again)]).to.deep.equal([["light.kitchen"], 1]);
  });

  it("recognises the simulated home in a database of an earlier version", async () => {
    await ofEarlierVersion(["light.kitchen", "light.hall"]);
    const real = await open(REAL);
    expect(await entitiesOf(real)).to.deep.equal([]);
    expect((await readdir(folder)).filter((name) => name.includes(".simulated-"))).to.have.members([
      "ai_automation.db.simulated-2026-11-30T00-00-00.000Z",
      "ai_automation.db.simulated-2026-11-30T00-00-00.000Z.decisions.jsonl",
      "ai_automation.db.simulated-2026-11-30T00-00-00.000Z.simulated_home.json",
    ]);
  });

  it("keeps a database of an earlier version that has entities of a real home", async () => {
    await ofEarlierVersion(["light.kitchen", "light.attic"]);
    const real = await open(REAL);
    expect(await entitiesOf(real)).to.have.length(2);
    expect(logged).to.deep.equal([]);
  });

  it("does not open a real home's database for the simulated home", async () => {
    const real = await open(REAL);
    await createHomeBinding(createKeyValueStore(real.database))(["owner"]);
    await close();
    const refusal = await open(SIMULATED).catch((error: unknown) => error);
    expect(String(refusal)).to.contain(`The database ${path} cannot be used`).and.to.contain("Set DATABASE_PATH");
    await close();
    expect(await entitiesOf(await open(REAL))).to.deep.equal([]);
  });

  it("still belongs to its home after it was damaged", async () => {
    const first = await open(REAL);
    await createHomeBinding(journaledValues(createKeyValueStore(first.database), first.journal))(["owner"]);
    await close();
    await writeFile(path, Buffer.alloc(8_192, "SQLite format 3\0 damaged"));
    const renewed = await open(REAL);
    expect(renewed.problems.map(({ code }) => code)).to.deep.equal(["database_damaged"]);
    expect(await createHomeBinding(createKeyValueStore(renewed.database))(["another owner"])).to.equal(false);
  });

  it("has its own decisions beside another database in the same folder", async () => {
    await decide(await open(REAL));
    await close();
    const other = await open(REAL, join(folder, "other.db"));
    expect(await decisions(other)).to.equal(0);
    expect(await readdir(folder)).to.include.members(["ai_automation.db.decisions.jsonl", "other.db.decisions.jsonl"]);
  });

  it("adopts the files of an earlier version", async () => {
    await ofEarlierVersion(["light.attic"]);
    await open(REAL);
    const own = filesBeside(path);
    expect(await readFile(own.accessKeys, "utf8")).to.equal("{}\n");
    expect([own.journal, own.simulatedHome].map(existsSync)).to.deep.equal([true, true]);
    expect(await readdir(folder)).not.to.include.members(["decisions.jsonl"]);
  });

  it("restores the decisions of a lost database from a journal of an earlier version", async () => {
    await decide(await open(REAL));
    await close();
    await writeFile(join(folder, "decisions.jsonl"), await readFile(filesBeside(path).journal));
    await rm(path);
    await rm(filesBeside(path).journal);
    expect(await decisions(await open(REAL))).to.equal(1);
  });

  for (const [what, name] of [
    ["of another database", "other.db"],
    ["of the simulated home, whose database is gone", "ai_automation.db"],
  ] as const)
    it(`does not adopt files ${what}`, async () => {
      await writeFile(join(folder, "decisions.jsonl"), "{}\n");
      await writeFile(join(folder, "simulated_home.json"), "{}\n");
      await open(REAL, join(folder, name));
      expect(await readdir(folder)).to.include.members(["decisions.jsonl", "simulated_home.json"]);
    });
});
