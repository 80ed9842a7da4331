import { expect } from "chai";
import { pairOf } from "../../../src/automation/pair.ts";
import type { AutomationConfig } from "../../../src/model/automation.ts";
import type { SuggestionDraft } from "../../../src/model/suggestion.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { reconcile } from "../../../src/suggestions/finding/reconcile.ts";
import type { SuggestionStore } from "../../../src/suggestions/ports.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const ON = aDraft();
const OFF_CONFIG: AutomationConfig = {
  ...ON.automation,
  alias: "Turn off Pantry when Pantry door closes",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "off" }],
  actions: [{ action: "light.turn_off", target: { entity_id: ["light.pantry"] } }],
};
const OFF = aDraft({
  trigger: { kind: "state", entityIds: ["binary_sensor.pantry_door"], state: "off", hold: 0 },
  targets: [{ entityId: "light.pantry", state: "off" }],
  title: OFF_CONFIG.alias,
  automation: OFF_CONFIG,
});
const BOTH = aDraft({
  targets: [...ON.targets, ...OFF.targets],
  title: "Both",
  automation: pairOf([ON.automation, OFF.automation], { alias: "Both", description: "" }),
  halves: [ON, OFF],
});

describe("stored pairs", () => {
  let home: TemporaryDatabase;
  let store: SuggestionStore;
  beforeEach(async () => {
    home = await temporaryDatabase();
    store = createSuggestionStore(home.database);
  });
  afterEach(() => home.remove());

  const pending = async (): Promise<readonly string[]> =>
    (await store.list("pending", { limit: 50, offset: 0 })).items.map(({ title }) => title);
  const reject = (id: number) =>
    store.move(id, { step: "rejected", from: ["pending"], to: "rejected", detail: { reason: "other" } });
  const search = (...drafts: readonly SuggestionDraft[]) => reconcile(drafts, store);

  it("are one suggestion, refreshed by every search", async () => {
    await search(BOTH);
    expect(await search(BOTH)).to.deep.equal({ offered: [], refreshed: 1, withdrawn: 0 });
    expect(await pending()).to.deep.equal(["Both"]);
  });

  it("replace their halves, of which nobody has decided", async () => {
    await search(ON, OFF);
    expect(await search(BOTH)).to.include({ refreshed: 1, withdrawn: 1 });
    expect(await pending()).to.deep.equal(["Both"]);
  });

  for (const [rejected, other] of [
    [ON, OFF],
    [OFF, ON],
  ] as const)
    it(`are not offered if "${rejected.title}" was rejected: the other half is`, async () => {
      await reject(await store.offer(rejected));
      await search(BOTH);
      expect(await pending()).to.deep.equal([other.title]);
    });

  it("stay rejected when only one half is still found", async () => {
    const [id = NaN] = (await search(BOTH)).offered;
    await reject(id);
    for (const half of [ON, OFF, BOTH]) expect(await search(half)).to.include({ refreshed: 0, withdrawn: 0 });
    expect(await pending()).to.deep.equal([]);
  });
});
