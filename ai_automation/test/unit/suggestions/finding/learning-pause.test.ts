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
  const kinds = (changes: readonly StateChange[]): readonly string[] => changes.map(({ cause }) => cause.kind);

  it("withholds what hands do from then on, and nothing else", async () => {
    const learning = await open();
    await learning.setPaused(true);
    const heard = [
      change(NOON - 1, { kind: "physical" }),
      change(NOON, { kind: "physical" }),
      change(NOON + 1, { kind: "person", userId: "anna-id", via: "app" }),
      change(NOON + 2, { kind: "automation", entityId: null }),
    ];
    expect(kinds(learning.withhold(heard))).to.deep.equal(["physical", "withheld", "withheld", "automation"]);
  });

  it("outlives a restart, and ends", async () => {
    await (await open()).setPaused(true);
    const learning = await open();
    expect(learning.isPaused()).to.equal(true);
    await learning.setPaused(false);
    expect(kinds(learning.withhold([change(NOON, { kind: "physical" })]))).to.deep.equal(["physical"]);
    expect((await open()).isPaused()).to.equal(false);
  });
});
