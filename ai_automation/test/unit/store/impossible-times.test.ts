import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { FORGOTTEN_UNTIL } from "../../../src/model/key-value-store.ts";
import { createKeyValueStore } from "../../../src/store/key-value-store.ts";
import { impossibleTimes } from "../../../src/store/migrations/0019-impossible-times.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const GOOD = Date.UTC(2026, 0, 1);

describe("an archive with impossible times", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());

  it("loses them and their coverage, and nothing else", async () => {
    const archive = createChangeArchive(home.database);
    const changes = [Date.UTC(1970, 0, 1, 1), GOOD, Date.UTC(2100, 0, 1)].map((at) => ({
      entityId: "light.hall",
      state: "on",
      at,
      cause: { kind: "physical" } as const,
    }));
    await archive.record({ changes, covered: { from: GOOD - 1, to: Date.UTC(2100, 0, 1) + 1 } });
    await home.database.transaction(async (trx) => impossibleTimes.up(trx));
    expect(await home.database("changes").pluck("at")).to.deep.equal([GOOD]);
    expect(await archive.summary()).to.deep.include({ changes: 1, first: GOOD, last: GOOD });
    const [until] = await home.database("coverage").pluck("to_ms");
    expect(until).to.be.within(Date.now() - 60_000, Date.now());
    expect(await archive.missing({ from: GOOD - 1, to: GOOD + 1 })).to.deep.equal([]);
  });

  const upgradeWith = async (firstChange: number): Promise<void> => {
    const change = { entityId: "light.hall", state: "on", at: firstChange, cause: { kind: "physical" } as const };
    await createChangeArchive(home.database).record({ changes: [change], covered: { from: 0, to: GOOD + 10 } });
    await home.database.transaction(async (trx) => impossibleTimes.up(trx));
  };
  const missing = () => createChangeArchive(home.database).missing({ from: 0, to: GOOD + 10 });

  it("is read from Home Assistant again where a change of 1970 covered it", async () => {
    await upgradeWith(1);
    expect(await missing()).to.deep.equal([{ from: 0, to: GOOD + 10 }]);
  });

  it("is not read again where the history was deleted", async () => {
    await createKeyValueStore(home.database).set(FORGOTTEN_UNTIL, GOOD);
    await upgradeWith(1);
    expect(await missing()).to.deep.equal([{ from: GOOD, to: GOOD + 10 }]);
  });

  it("is not read again if all of its times are possible", async () => {
    await upgradeWith(GOOD);
    expect(await missing()).to.deep.equal([]);
  });
});
