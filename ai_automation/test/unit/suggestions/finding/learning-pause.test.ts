import { expect } from "chai";
import type { StateChange } from "../../../../src/model/state-change.ts";
import { createKeyValueStore } from "../../../../src/store/key-value-store.ts";
import { openLearningPause } from "../../../../src/suggestions/finding/learning-pause.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const NOON = Date.parse("2026-11-10T11:00:00Z");

describe("paused learning", () => {
  let temporary: TemporaryDatabase;

  beforeEach(async () => {
    temporary = await temporaryDatabase();
  });
  afterEach(() => temporary.remove());

  const open = () => openLearningPause(createKeyValueStore(temporary.database), () => NOON);
  const change = (at: number, cause: StateChange["cause"]): StateChange => ({
    entityId: "light.pantry",
    state: "on",
    at,
    cause,
  });
  const covered = { from: NOON - 1, to: NOON + 10 };
  const kinds = (caused: readonly Pick<StateChange, "cause">[] = []): readonly string[] =>
    caused.map(({ cause }) => cause.kind);

  it("is what was asked for last, also if it is paused and continued at the same moment", async () => {
    const learning = await open();
    await Promise.all([learning.setPaused(true), learning.setPaused(false)]);
    for (const one of [learning, await open()]) expect(one.isPaused()).to.equal(false);
  });

  it("withholds later manual actions, and nothing else", async () => {
    const learning = await open();
    await learning.setPaused(true);
    const received = [
      change(NOON - 1, { kind: "physical" }),
      change(NOON, { kind: "physical" }),
      change(NOON + 1, { kind: "person", userId: "anna-id", via: "app" }),
      change(NOON + 2, { kind: "automation", entityId: null }),
    ];
    const { changes } = learning.withhold({ changes: received, covered });
    expect(kinds(changes)).to.deep.equal(["physical", "withheld", "withheld", "automation"]);
  });

  it("withholds manually set levels too, but not runs and the covered interval", async () => {
    const learning = await open();
    await learning.setPaused(true);
    const levels = [
      { entityId: "light.pantry", at: NOON + 1, levels: { brightness: 40 }, cause: { kind: "physical" } as const },
    ];
    const runs = [{ entityId: "automation.pantry", at: NOON + 2 }];
    const withheld = learning.withhold({ changes: [], covered, levels, runs });
    expect(kinds(withheld.levels)).to.deep.equal(["withheld"]);
    expect(withheld.runs).to.deep.equal(runs);
    expect(withheld.covered).to.deep.equal(covered);
  });

  it("survives a restart, and can be ended", async () => {
    await (await open()).setPaused(true);
    const learning = await open();
    expect(learning.isPaused()).to.equal(true);
    await learning.setPaused(false);
    const { changes } = learning.withhold({ changes: [change(NOON, { kind: "physical" })], covered });
    expect(kinds(changes)).to.deep.equal(["physical"]);
    expect((await open()).isPaused()).to.equal(false);
  });
});
