import { expect } from "chai";
import type { StateChange } from "../../../../src/model/state-change.ts";
import { DAY, HOUR } from "../../../../src/model/time.ts";
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

  let now = NOON;
  beforeEach(() => {
    now = NOON;
  });
  const open = () => openLearningPause(createKeyValueStore(temporary.database), () => now);
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
    await Promise.all([learning.pause(null), learning.resume()]);
    for (const one of [learning, await open()]) expect(one.isPaused()).to.equal(false);
  });

  it("withholds later manual actions, and nothing else", async () => {
    const learning = await open();
    await learning.pause(null);
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
    await learning.pause(null);
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
    await (await open()).pause(null);
    const learning = await open();
    expect(learning.current()).to.deep.equal({ from: NOON, to: null });
    now += HOUR;
    await learning.resume();
    const { changes } = learning.withhold({ changes: [change(now, { kind: "physical" })], covered });
    expect(kinds(changes)).to.deep.equal(["physical"]);
    expect((await open()).isPaused()).to.equal(false);
    expect((await open()).list()).to.deep.equal([{ from: NOON, to: NOON + HOUR }]);
  });

  it("withholds what the home reports of a pause after it has ended", async () => {
    const learning = await open();
    await learning.pause(null);
    now += HOUR;
    await learning.resume();
    const late = change(NOON + 1, { kind: "physical" });
    expect(kinds(learning.withhold({ changes: [late], covered }).changes)).to.deep.equal(["withheld"]);
  });

  it("ends by itself after the days, and can be prolonged", async () => {
    const learning = await open();
    await learning.pause(3);
    expect(learning.current()).to.deep.equal({ from: NOON, to: NOON + 3 * DAY });
    now += DAY;
    await learning.pause(7);
    expect(learning.list()).to.deep.equal([{ from: NOON, to: NOON + 8 * DAY }]);
    now = NOON + 8 * DAY;
    expect(learning.isPaused()).to.equal(false);
    await learning.resume();
    expect(learning.list()).to.deep.equal([{ from: NOON, to: NOON + 8 * DAY }]);
  });

  it("takes over a pause that an earlier version stored", async () => {
    await createKeyValueStore(temporary.database).set("learning_paused_since", NOON - 5);
    const learning = await open();
    expect(learning.current()).to.deep.equal({ from: NOON - 5, to: null });
    await learning.resume();
    expect((await open()).isPaused()).to.equal(false);
  });
});
