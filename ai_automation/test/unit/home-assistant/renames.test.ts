import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { EntityIdentities, EntityMove, RegistryEntry } from "../../../src/model/identity.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, createMemoryArchive, type ObservedHome } from "./a-home.ts";

describe("home assistant: renamed entities", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;
  let moves: EntityMove[];
  let compared: (readonly RegistryEntry[])[];

  beforeEach(async () => {
    moves = [];
    compared = [];
    const identities: EntityIdentities = {
      revision: () => moves.length,
      moved: (move) => void moves.push(move),
      compare: async (registry, _revision, onApplied = () => undefined) => {
        compared.push(registry);
        onApplied();
      },
    };
    fake = await startFakeHomeAssistant({
      areas: [{ area_id: "hall", name: "Hall" }],
      persons: [{ id: "anna", name: "Anna", user_id: "anna" }],
      entities: [
        { entity_id: "light.hall", state: "on", attributes: { brightness: 255 }, registry: { area_id: "hall" } },
        { entity_id: "person.anna", state: "home", registry: { platform: "person", unique_id: "anna" } },
        { entity_id: "event.button", state: "2026-01-01T00:00:00.000Z", registry: {} },
      ],
      automations: { "1": { alias: "Test" } },
    });
    const archive = createMemoryArchive();
    await archive.record({ changes: [], covered: { from: 0, to: Date.now() } });
    observed = aHome(fake, { archive, identities });
    await observed.home.start();
    await observed.reach("connected");
  });
  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("are reported at once, with the instant, and are in the snapshot before the registry is read again", async () => {
    const at = Date.now() + 1_000;
    const read = compared.length;
    fake.rename("light.hall", "light.entrance", at);
    fake.rename("person.anna", "person.mum");
    fake.rename("automation.test", "automation.better");
    await until(() => moves.length === 3, "three moves");
    expect(moves[0]).to.deep.equal({ kind: "renamed", from: "light.hall", to: "light.entrance", at });
    const snapshot = observed.home.snapshot();
    expect(compared).to.have.length(read);
    expect(snapshot?.entities.get("light.entrance")).to.include({ entityId: "light.entrance", areaId: "hall" });
    expect(snapshot?.entities.has("light.hall")).to.equal(false);
    expect(snapshot?.persons).to.deep.equal([{ userId: "anna", name: "Anna", entityId: "person.mum" }]);
    expect(snapshot?.automations.map(({ entityId }) => entityId)).to.deep.equal(["automation.better"]);
    await until(() => compared.length > read, "another reading");
    expect(compared.at(-1)?.map(({ entityId }) => entityId)).to.include.members(["light.entrance", "person.mum"]);
  });

  it("are no change of their state or levels, neither under the old nor under the new id", async () => {
    fake.rename("light.hall", "light.entrance");
    fake.rename("event.button", "event.bell");
    await sleep(5);
    fake.changeState("light.entrance", "off");
    await until(() => observed.archive.changes.length > 0, "the change after it");
    await sleep(60);
    expect(observed.archive.changes.map(({ entityId, state }) => [entityId, state])).to.deep.equal([
      ["light.entrance", "off"],
    ]);
    expect(observed.archive.levels).to.deep.equal([]);
  });

  it("leave their id to another entity that is added with it", async () => {
    fake.rename("light.hall", "light.entrance");
    fake.register("light.hall", {});
    fake.changeState("light.hall", "on");
    fake.changeState("light.hall", "off", { at: Date.now() + 5 });
    fake.removeState("light.hall", Date.now() + 10);
    await until(() => observed.archive.changes.length >= 2, "its changes");
    await sleep(60);
    expect(observed.archive.changes.map(({ entityId, state }) => [entityId, state])).to.deep.equal([
      ["light.hall", "on"],
      ["light.hall", "off"],
      ["light.hall", "unavailable"],
    ]);
  });

  it("come with what the registry knows of a switch that is shown as a light", async () => {
    fake.register("switch.plug", { area_id: "hall", hidden_by: "integration" });
    const shown = { platform: "switch_as_x", options: { switch_as_x: { entity_id: "switch.plug", invert: false } } };
    fake.register("light.plug", { ...shown, created_at: 1_796_002_142.670738 });
    await until(() => compared.at(-1)?.some(({ entityId }) => entityId === "light.plug") === true, "the light");
    const entry = (entityId: string) => compared.at(-1)?.find((one) => one.entityId === entityId);
    expect(entry("light.plug")).to.include({ shows: "switch.plug", isHidden: false });
    expect(Math.round(entry("light.plug")?.createdAt ?? 0)).to.equal(1_796_002_142_670);
    expect(entry("switch.plug")).to.include({ shows: null, isHidden: true });
    expect(observed.home.snapshot()?.entities.get("light.plug")?.areaId).to.equal("hall");
  });
});
