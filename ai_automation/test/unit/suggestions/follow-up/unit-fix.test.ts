import { expect } from "chai";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import type { UnitSince } from "../../../../src/model/unit.ts";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { createSuggestionAccess } from "../../../../src/suggestions/deciding/suggestion-access.ts";
import { createUnitFixes } from "../../../../src/suggestions/follow-up/unit-fix.ts";
import type { SuggestionStore } from "../../../../src/suggestions/ports.ts";
import { wordedFor } from "../../../../src/suggestions/showing/worded.ts";
import { namesIn } from "../../../../src/suggestions/words/names.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { SILENT } from "../../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const SENSOR = "sensor.bath";
const LANGUAGES = ["en", "de", "fr", "es", "nl", "it", "pl", "pt-BR", "sv", "cs"];
const LATER = Date.now() + 60_000;

const aConfig = (above: number, below: number, alias = "Heating"): AutomationConfig => ({
  alias,
  triggers: [{ trigger: "numeric_state", entity_id: SENSOR, above }],
  conditions: [{ condition: "numeric_state", entity_id: SENSOR, below }],
  actions: [{ action: "light.turn_off", target: { entity_id: "light.pantry" } }],
  mode: "single",
});

describe("fixes for sensors whose unit changed", () => {
  let temporary: TemporaryDatabase;
  let store: SuggestionStore;
  let snapshot: HomeSnapshot;
  let units: ReadonlyMap<string, readonly UnitSince[]>;

  beforeEach(async () => {
    temporary = await temporaryDatabase();
    store = createSuggestionStore(temporary.database);
    const id = await store.offer(aDraft({ automation: aConfig(21, 25), fix: null }));
    await deployAt(id, Date.now());
    runs(aConfig(21, 25));
    changed("°C", "°F");
  });
  afterEach(() => temporary.remove());

  const deployAt = (id: number, at: number, fixed?: AutomationConfig): Promise<unknown> =>
    store.move(id, {
      step: "approved",
      from: ["pending"],
      to: "deployed",
      set: { haAutomationId: "0", deployedAt: new Date(at).toISOString() },
      ...(fixed === undefined ? {} : { becomes: { haAutomationId: "0", automation: fixed } }),
    });
  const changed = (...names: readonly string[]): void => {
    units = new Map([
      [SENSOR, names.map((unit, index) => ({ from: LATER + index - names.length * (index === 0 ? 1e9 : 0), unit }))],
    ]);
  };
  const runs = (config: AutomationConfig): void => {
    const automation = { entityId: "automation.heating", id: "0", name: "Heating", isOn: true, config };
    snapshot = { ...SNAPSHOT, automations: [automation] };
  };
  const offer = (): Promise<void> =>
    createUnitFixes({
      access: createSuggestionAccess({ store, onChange: () => undefined }),
      store,
      snapshot: () => snapshot,
      units: { changed: async () => units },
      log: SILENT,
    }).offer();
  const visible = async () => (await store.list("pending", { limit: 9, offset: 0 })).items;

  it("convert the thresholds of an automation that we created, and are offered once", async () => {
    await offer();
    await offer();
    const [fix, ...others] = await visible();
    expect(others).to.deep.equal([]);
    expect(fix?.automation).to.deep.equal(aConfig(69.8, 77));
    expect(fix?.fix).to.deep.include({ automationId: "0", configBefore: aConfig(21, 25) });
    expect([fix?.fix?.before, fix?.fix?.after]).to.deep.equal(["21 °C, 25 °C", "69.8 °F, 77 °F"]);
    expect(fix?.description).to.contain("has changed from °C to °F");
  });

  it("are not offered again after they were applied, until the unit changes again", async () => {
    await offer();
    const [fix] = await visible();
    await deployAt(fix?.id ?? 0, LATER + 100, fix?.automation);
    runs(aConfig(69.8, 77));
    await offer();
    expect(await visible()).to.deep.equal([]);
    units = new Map([[SENSOR, [...(units.get(SENSOR) ?? []), { from: LATER + 200, unit: "°C" }]]]);
    await offer();
    expect((await visible()).map(({ automation }) => automation)).to.deep.equal([aConfig(21, 25)]);
  });

  it("are not offered while the unit is the same, or cannot be converted", async () => {
    changed("°C", "°C");
    await offer();
    changed("°C", "%");
    await offer();
    units = new Map();
    await offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("leave thresholds alone that somebody changed, but convert the others", async () => {
    runs(aConfig(70, 25, "Warm"));
    await offer();
    expect((await visible()).map(({ automation }) => automation)).to.deep.equal([aConfig(70, 77, "Warm")]);
  });

  it("are withdrawn once the unit is changed back, or somebody corrected the automation", async () => {
    await offer();
    changed("°C", "°F", "°C");
    await offer();
    expect(await visible()).to.deep.equal([]);
    changed("°C", "°F");
    await offer();
    expect(await visible()).to.have.length(1);
    runs(aConfig(69.8, 77));
    await offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("are not offered again once rejected", async () => {
    await offer();
    const [fix] = await visible();
    await store.move(fix?.id ?? 0, { step: "rejected", from: ["pending"], to: "rejected" });
    await offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("are not offered for an automation that somebody edited, since its thresholds may be newer", async () => {
    const [created] = await store.withStatus("deployed");
    await store.adopt(created?.id ?? 0, aConfig(70, 80));
    runs(aConfig(70, 80));
    await offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("do not touch automations of the home", async () => {
    snapshot = { ...snapshot, automations: snapshot.automations.map((one) => ({ ...one, id: "other" })) };
    await offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("name the sensor and both units in every language", async () => {
    await offer();
    const [fix] = await visible();
    if (fix === undefined) expect.fail("no fix");
    const descriptions = LANGUAGES.map((language) => wordedFor(fix, { ...namesIn(snapshot), language }));
    expect(new Set(descriptions.map(({ description }) => description)).size).to.equal(LANGUAGES.length);
    for (const { title, description } of descriptions) {
      expect(title).to.match(/^Heating: /);
      expect(description).to.include("°C").and.include("°F");
    }
    expect(descriptions[1]?.fix?.after).to.equal("69,8 °F, 77 °F");
  });
});
