import { expect } from "chai";
import type { SuggestionDraft } from "../../../src/model/suggestion.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { reconcile } from "../../../src/suggestions/finding/reconcile.ts";
import type { SuggestionStore } from "../../../src/suggestions/ports.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const { replay } = aDraft();

const CLOSING: Partial<SuggestionDraft> = {
  trigger: { kind: "clock", timeOfDay: 79_200_000, weekdays: [0, 1, 2, 3, 4, 5, 6] },
  targets: [{ entityId: "cover.garage_door", state: "closed" }],
};
const REMINDER = aDraft({
  ...CLOSING,
  patternType: "anomaly",
  replay: { ...replay, savedPerWeek: 0, alertsPerWeek: 0.25 },
});

describe("stored reminders", () => {
  let home: TemporaryDatabase;
  let store: SuggestionStore;
  beforeEach(async () => {
    home = await temporaryDatabase();
    store = createSuggestionStore(home.database);
  });
  afterEach(() => home.remove());

  it("store their alerts per week", async () => {
    const suggestion = await store.find(await store.offer(REMINDER));
    expect(suggestion).to.deep.include(REMINDER);
  });

  it("are listed after suggestions that save actions", async () => {
    const reminder = await store.offer(REMINDER);
    const habit = await store.offer(aDraft());
    const { items } = await store.list(undefined, { limit: 50, offset: 0 });
    expect(items.map(({ id }) => id)).to.deep.equal([habit, reminder]);
  });

  it("differ from a habit with the same time and target, and stay the same after a new analysis", async () => {
    await store.offer(aDraft(CLOSING));
    expect(await reconcile([aDraft(CLOSING), REMINDER], store)).to.include({ refreshed: 1, withdrawn: 0 });
    expect(await reconcile([aDraft(CLOSING), REMINDER], store)).to.deep.equal({
      offered: [],
      refreshed: 2,
      withdrawn: 0,
    });
  });
});
