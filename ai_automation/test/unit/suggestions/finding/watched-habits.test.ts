import { expect } from "chai";
import { DAY } from "../../../../src/model/time.ts";
import { createKeyValueStore } from "../../../../src/store/key-value-store.ts";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { reconcile } from "../../../../src/suggestions/finding/reconcile.ts";
import { openWatchedHabits, type FoundForWatched } from "../../../../src/suggestions/finding/watched-habits.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aReportedNearMiss } from "../../../support/a-near-miss.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const PANTRY = { entityId: "light.pantry", state: "on", title: "Turn on Pantry when Pantry door opens" };
const NOTHING: FoundForWatched = { nearMisses: [], suggestions: [], targets: [], noLongerSeen: "gone" };

describe("watched habits", () => {
  let home: TemporaryDatabase;
  let now = 1_700_000_000_000;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());
  const open = () => openWatchedHabits(createKeyValueStore(home.database), () => now);

  it("keep their start when promising again, under the title of the latest analysis", async () => {
    const habits = await open();
    await habits.watch(PANTRY);
    const since = now;
    now += DAY;
    const near = aReportedNearMiss({ title: "Later", prospect: { more: 1, likelyAt: now } });
    await habits.settle({ ...NOTHING, nearMisses: [near] });
    expect((await open()).list()).to.deep.equal([{ ...PANTRY, title: "Later", since, outcome: null }]);
  });

  it("are all stored if several are watched at the same moment, also during an analysis", async () => {
    const habits = await open();
    const others = ["a", "b"].map((name) => ({ ...PANTRY, entityId: `light.${name}` }));
    await habits.watch(PANTRY);
    await Promise.all([habits.settle(NOTHING), ...others.map((one) => habits.watch(one)), habits.unwatch(PANTRY)]);
    for (const one of [habits, await open()])
      expect(one.list().map(({ entityId }) => entityId)).to.deep.equal(["light.a", "light.b"]);
  });

  it("show their outcome for two weeks", async () => {
    const habits = await open();
    await habits.watch(PANTRY);
    await habits.settle(NOTHING);
    expect(habits.list()[0]?.outcome).to.deep.equal({ kind: "dropped", reason: "gone", at: now });
    expect(habits.isWatched(PANTRY)).to.equal(false);
    now += 13 * DAY;
    await habits.settle(NOTHING);
    expect(habits.list()).to.have.length(1);
    now += DAY;
    await habits.settle(NOTHING);
    expect(habits.list()).to.deep.equal([]);
  });

  it("stay watched if found, but not offered because somebody rejected it", async () => {
    const habits = await open();
    await habits.watch(PANTRY);
    const rejected = { id: 1, status: "rejected", targets: [PANTRY], fix: null } as const;
    await habits.settle({ ...NOTHING, targets: [PANTRY], suggestions: [rejected] });
    expect(habits.isWatched(PANTRY)).to.equal(true);
  });

  it("are forgotten with their entity", async () => {
    const habits = await open();
    await habits.watch(PANTRY);
    await habits.forget(["light.hall"]);
    expect(habits.list()).to.have.length(1);
    await habits.forget(["light.pantry"]);
    expect((await open()).list()).to.deep.equal([]);
  });

  it("are offered beyond the weekly limit", async () => {
    const store = createSuggestionStore(home.database);
    const limited = await reconcile([aDraft()], store, { limit: 0 });
    expect(limited.offered).to.deep.equal([]);
    const awaited = await reconcile([aDraft()], store, { limit: 0, isAwaited: () => true });
    expect(awaited.offered).to.have.length(1);
  });
});
