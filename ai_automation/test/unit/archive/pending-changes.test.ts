import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { createRunReader } from "../../../src/archive/automation-runs.ts";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import { createHistoryQueries } from "../../../src/archive/history-queries.ts";
import { createHistoryReader } from "../../../src/archive/history-reader.ts";
import type { RecordedInterval } from "../../../src/model/archive.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { MINUTE, SECOND } from "../../../src/model/time.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const SPAN = { from: 0, to: 1_000_000 };
const ANNA = { kind: "person", via: "app", userId: "anna-of-the-home" } as const;
const change = (entityId: string, at: number, state = "on"): StateChange => ({ entityId, at, state, cause: ANNA });
const from = (start: number, to: number, ...changes: readonly StateChange[]): RecordedInterval => ({
  changes,
  covered: { from: start, to },
});

describe("what is recorded live", () => {
  let home: TemporaryDatabase;
  let archive: SqliteArchive;
  let clock = 0;
  beforeEach(async () => {
    home = await temporaryDatabase();
    clock = 0;
    archive = createChangeArchive(home.database, () => clock);
  });
  afterEach(() => home.remove());

  const rows = async (): Promise<number> => (await home.database("changes").select()).length;
  const queries = () => createHistoryQueries(home.database, archive.showPending);
  const covered = async () => (await home.database("coverage").select()).map((row) => ({ ...row }));

  it("is stored a minute later, with what followed, in one write", async () => {
    await archive.recordSoon(from(0, 5, change("light.a", 1)));
    clock += 59 * SECOND;
    await archive.recordSoon(from(5, 9, change("light.a", 6, "off")));
    expect(await rows()).to.equal(0);
    clock += SECOND;
    await archive.recordSoon(from(9, 12, change("light.a", 10)));
    expect(await rows()).to.equal(2);
    expect(await covered()).to.deep.equal([{ from_ms: 0, to_ms: 9 }]);
  });

  it("is stored sooner if it is much", async () => {
    const many = Array.from({ length: 500 }, (_, index) => change(`light.${index}`, index));
    await archive.recordSoon(from(0, 500, ...many));
    await archive.recordSoon(from(500, 501));
    expect(await rows()).to.equal(500);
  });

  it("is stored when it settles, and by whatever needs to know what is stored", async () => {
    await archive.recordSoon(from(0, 5, change("light.a", 1)));
    await archive.settle();
    expect(await rows()).to.equal(1);
    await archive.recordSoon(from(5, 9, change("light.a", 6, "off")));
    expect(await archive.missing({ from: 0, to: 20 })).to.deep.equal([{ from: 9, to: 20 }]);
    await archive.recordSoon(from(9, 12, change("light.a", 10)));
    expect(await archive.record(from(9, 12, change("light.a", 10), change("light.b", 10)))).to.equal(1);
    await archive.recordSoon({ ...from(12, 15), changes: [{ ...change("light.a", 13), cause: { kind: "unknown" } }] });
    expect(await archive.correctCauses([change("light.a", 13)])).to.equal(1);
  });

  it("is read at once, by every read", async () => {
    const run = { entityId: "automation.x", at: 3 };
    const held: (() => Promise<unknown>)[] = [
      async () => (await archive.summary()).changes,
      async () => (await queries().entityIds()).length,
      async () => (await queries().counts()).length,
      async () => (await queries().changes("light.a", SPAN, 9)).length,
      async () => (await queries().levels("light.a", SPAN)).length,
      async () => (await queries().gaps({ from: 0, to: 9 })).length === 0 && 1,
      async () => (await createHistoryReader(home.database, archive.showPending).actions(["light.a"], SPAN, 9)).length,
      async () => (await createRunReader(home.database, archive.showPending).count("automation.x", SPAN)).total,
      async () => (await createRunReader(home.database, archive.showPending).changesOfAutomations(0)).length,
    ];
    const byAutomation = { kind: "automation", entityId: "automation.x" } as const;
    for (const [index, read] of held.entries()) {
      await home.remove();
      home = await temporaryDatabase();
      archive = createChangeArchive(home.database, () => 0);
      const isOfAutomation = index === held.length - 1;
      await archive.recordSoon({
        changes: [isOfAutomation ? { ...change("light.a", 4), cause: byAutomation } : change("light.a", 4)],
        covered: { from: 0, to: 9 },
        levels: [{ entityId: "light.a", at: 4, levels: { brightness: 9 }, cause: ANNA }],
        runs: [run],
      });
      expect([index, await read()]).to.deep.equal([index, 1]);
    }
  });

  it("covers no time in which nothing was received", async () => {
    await archive.recordSoon(from(0, 5, change("light.a", 1)));
    await archive.recordSoon(from(100, 105, change("light.a", 101, "off")));
    expect(await archive.missing({ from: 0, to: 105 })).to.deep.equal([{ from: 5, to: 100 }]);
    expect(await rows()).to.equal(2);
  });

  it("is held, and what follows refused, until it can be stored; reads show the rest", async () => {
    await archive.record(from(0, 5, change("light.a", 1)));
    await archive.recordSoon(from(5, 9, change("light.b", 6)));
    await home.database.schema.renameTable("coverage", "away");
    clock += MINUTE;
    const refused = await archive.recordSoon(from(9, 12, change("light.c", 10))).then(
      () => "taken over",
      () => "refused",
    );
    expect(refused).to.equal("refused");
    expect(await queries().entityIds()).to.deep.equal(["light.a"]);
    await home.database.schema.renameTable("away", "coverage");
    await archive.recordSoon(from(9, 12, change("light.c", 10)));
    await archive.settle();
    expect(await queries().entityIds()).to.deep.equal(["light.a", "light.b", "light.c"]);
    expect(await covered()).to.deep.equal([{ from_ms: 0, to_ms: 12 }]);
  });

  describe("and is then deleted", () => {
    const forgetter = () =>
      createForgetter(home.database, { now: () => 50, onForgotten: archive.forgetNames, archive });
    const inFiles = async (text: string): Promise<boolean> => {
      const folder = dirname(home.path);
      const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
      return files.some((bytes) => bytes.includes(text));
    };
    const held = (): Promise<void> =>
      archive.recordSoon({
        changes: [change("media_player.den", 1, "Secret song"), change("light.a", 2), change("light.a", 8, "off")],
        covered: { from: 0, to: 9 },
        levels: [{ entityId: "media_player.den", at: 3, levels: { source: "Secret station" }, cause: ANNA }],
        runs: [{ entityId: "automation.secret", at: 4 }],
      });

    it("never reaches the disk with its entity", async () => {
      await held();
      expect(await forgetter().entities(["media_player.den", "automation.secret"])).to.equal(1);
      await archive.settle();
      expect(await rows()).to.equal(2);
      for (const text of ["media_player.den", "Secret song", "Secret station", "automation.secret"])
        expect([text, await inFiles(text)]).to.deep.equal([text, false]);
    });

    it("never reaches the disk with its time", async () => {
      await held();
      expect(await forgetter().entityBefore("light.a", 5)).to.equal(1);
      await archive.settle();
      const kept = await queries().changes("light.a", SPAN, 9);
      expect(kept.map(({ at }) => at)).to.deep.equal([8]);
    });

    it("never reaches the disk with the whole history, whose time stays covered", async () => {
      await held();
      expect(await forgetter().everything()).to.equal(3);
      await archive.settle();
      expect(await rows()).to.equal(0);
      expect(await home.database("automation_runs").select()).to.deep.equal([]);
      expect(await inFiles("Secret song")).to.equal(false);
      expect(await archive.missing({ from: 0, to: 50 })).to.deep.equal([]);
    });

    it("loses its person", async () => {
      await held();
      await forgetter().person(ANNA.userId);
      const kept = await queries().changes("light.a", SPAN, 9);
      expect(kept.map(({ cause }) => cause.kind)).to.deep.equal(["withheld", "withheld"]);
      expect(await inFiles(ANNA.userId)).to.equal(false);
    });

    it("is deleted with everything older", async () => {
      await held();
      expect(await forgetter().before(5)).to.equal(2);
      expect(await rows()).to.equal(1);
    });
  });
});
