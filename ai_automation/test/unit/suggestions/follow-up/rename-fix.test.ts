import { expect } from "chai";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import { createSuggestionStore } from "../../../../src/store/suggestion-store.ts";
import { createSuggestionAccess } from "../../../../src/suggestions/deciding/suggestion-access.ts";
import { createRenameFixes } from "../../../../src/suggestions/follow-up/rename-fix.ts";
import type { SuggestionStore } from "../../../../src/suggestions/ports.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { SILENT } from "../../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../../support/temporary-database.ts";

const OLD = "light.old";
const NEW = "light.pantry";
const LANGUAGES = ["en", "de", "fr", "es", "nl"];

const aConfig = (entityId: string): AutomationConfig => ({
  alias: "Evening",
  triggers: [{ trigger: "time", at: "19:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: entityId } }],
  mode: "single",
});

describe("fixes for renamed entities", () => {
  let temporary: TemporaryDatabase;
  let store: SuggestionStore;
  let snapshot: HomeSnapshot;
  let renamed: ReadonlyMap<string, string>;
  let told: number[];

  beforeEach(async () => {
    temporary = await temporaryDatabase();
    store = createSuggestionStore(temporary.database);
    renamed = new Map([[OLD, NEW]]);
    told = [];
    runs(aConfig(OLD));
  });
  afterEach(() => temporary.remove());

  const runs = (...configs: readonly unknown[]): void => {
    snapshot = {
      ...SNAPSHOT,
      automations: configs.map((config, index) => ({
        entityId: `automation.a${index}`,
        id: String(index),
        name: "Evening",
        isOn: true,
        config,
      })),
    };
  };
  const create = (home: () => HomeSnapshot | undefined = () => snapshot) =>
    createRenameFixes({
      access: createSuggestionAccess({ store, onChange: ({ id }) => void told.push(id) }),
      store,
      snapshot: home,
      renames: { currentIds: (entityId) => [renamed.get(entityId) ?? entityId] },
      log: SILENT,
    });
  const visible = async () => (await store.list("pending", { limit: 9, offset: 0 })).items;

  it("keep the keys that we never write, and swap the id in them", async () => {
    const config = { ...aConfig("{{ lamp }}"), variables: { lamp: OLD }, max: 4, trace: { stored_traces: 9 } };
    runs(config);
    await create().offer();
    const [fix] = await visible();
    expect(fix?.automation).to.deep.equal({ ...config, variables: { lamp: NEW } });
    expect(fix?.automationYaml).to.include("stored_traces: 9");
  });

  it("swap the id in the config of an automation, and are offered once", async () => {
    await create().offer();
    await create().offer();
    const [fix, ...others] = await visible();
    expect(others).to.deep.equal([]);
    expect(fix?.fix).to.deep.equal({
      automationId: "0",
      configBefore: aConfig(OLD),
      before: OLD,
      after: NEW,
      renames: [{ from: OLD, to: NEW }],
    });
    expect(fix?.automation).to.deep.equal(aConfig(NEW));
    expect(fix?.description).to.contain("Pantry got a new entity ID");
    expect(told).to.deep.equal([fix?.id]);
  });

  it("are not offered once rejected, nor after somebody changed the automation", async () => {
    const fixes = create();
    await fixes.offer();
    const [fix] = await visible();
    runs(aConfig(NEW));
    await fixes.offer();
    expect(await visible()).to.deep.equal([]);
    runs(aConfig(OLD));
    await fixes.offer();
    expect((await visible()).map(({ id }) => id)).to.deep.equal([fix?.id]);
    await store.move(fix?.id ?? 0, { step: "rejected", from: ["pending"], to: "rejected" });
    await fixes.offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("are offered although another entity has the old id, if it was renamed just now", async () => {
    renamed = new Map([["light.hall", NEW]]);
    runs(aConfig("light.hall"));
    await create().offer();
    expect(await visible()).to.deep.equal([]);
    await create().offer(new Set(["light.hall"]));
    expect((await visible()).map(({ automation }) => automation)).to.deep.equal([aConfig(NEW)]);
  });

  it("wait until the home was read", async () => {
    let home: HomeSnapshot | undefined;
    renamed = new Map([["light.hall", NEW]]);
    runs(aConfig("light.hall"));
    const fixes = create(() => home);
    await fixes.offer(new Set(["light.hall"]));
    home = snapshot;
    await fixes.offer();
    expect(await visible()).to.have.length(1);
  });

  it("are not offered for a garage door of somebody's own automation, nor for a config that is not understood", async () => {
    renamed = new Map([[OLD, "cover.garage"]]);
    const actions = [{ action: "cover.open_cover", target: { entity_id: OLD } }];
    runs({ ...aConfig(OLD), actions }, { ...aConfig(OLD), odd: true }, null);
    await create().offer();
    expect(await visible()).to.deep.equal([]);
  });

  it("are explained in every language", async () => {
    const seen = new Set<string>();
    for (const language of LANGUAGES) {
      await temporary.database("suggestions").delete();
      runs(aConfig(OLD));
      snapshot = { ...snapshot, info: { ...snapshot.info, language } };
      await create().offer();
      for (const { description } of await visible()) seen.add(description);
    }
    expect(seen.size).to.equal(LANGUAGES.length);
    for (const description of seen) expect(description).to.contain("Pantry");
  });
});
