import { expect } from "chai";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, type ObservedHome } from "./a-home.ts";

describe("home assistant: snapshot of the home", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake);
    await observed.home.start();
    await observed.reach("connected");
  };
  const entity = (entityId: string) => observed.home.snapshot()?.entities.get(entityId);

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("has the home's location, time zone and language", async () => {
    await start({});
    expect(observed.home.snapshot()?.info).to.deep.equal({
      name: "Fake home",
      version: "2026.11.0",
      zone: "Europe/Amsterdam",
      latitude: 52.37,
      longitude: 4.89,
      elevation: 3,
      language: "nl",
    });
  });

  it("assigns an entity to its own area, else its device's, else the parent device's", async () => {
    await start({
      areas: [
        { area_id: "hall", name: "Hall" },
        { area_id: "attic", name: "Attic" },
      ],
      devices: [
        { id: "parent", area_id: "attic" },
        { id: "child", area_id: null, parent_device_id: "parent" },
      ],
      entities: [
        { entity_id: "light.own", state: "off", registry: { area_id: "hall", device_id: "parent" } },
        { entity_id: "light.device", state: "off", registry: { device_id: "parent" } },
        { entity_id: "light.child", state: "off", registry: { device_id: "child" } },
        { entity_id: "light.nowhere", state: "off", registry: {} },
      ],
    });
    const areaOf = (entityId: string) => entity(entityId)?.areaName;
    expect(["own", "device", "child", "nowhere"].map((name) => areaOf(`light.${name}`))).to.deep.equal([
      "Hall",
      "Attic",
      "Attic",
      null,
    ]);
  });

  it("excludes hidden, disabled and diagnostic entities from mining", async () => {
    await start({
      entities: [
        { entity_id: "light.plain", state: "off", registry: {} },
        { entity_id: "light.yaml", state: "off" },
        { entity_id: "light.hidden", state: "off", registry: { hidden_by: "user" } },
        { entity_id: "light.disabled", registry: { disabled_by: "integration" } },
        { entity_id: "sensor.signal", state: "1", registry: { entity_category: "diagnostic" } },
      ],
    });
    const minable = [...(observed.home.snapshot()?.entities.values() ?? [])].filter(({ isMinable }) => isMinable);
    expect(minable.map(({ entityId }) => entityId)).to.have.members(["light.plain", "light.yaml"]);
  });

  it("knows what groups, hubs and wrapped switches repeat", async () => {
    const members = ["light.bed", "light.hall"];
    await start({
      entities: [
        { entity_id: "light.helper", state: "off", attributes: { entity_id: members } },
        { entity_id: "light.hue_room", state: "off", attributes: { is_hue_group: true, entity_id: members } },
        { entity_id: "light.zigbee2mqtt", state: "off", attributes: { group_entities: members } },
        { entity_id: "media_player.universal", state: "off", attributes: { active_child: "media_player.tv" } },
        {
          entity_id: "light.plug",
          state: "off",
          registry: { options: { switch_as_x: { entity_id: "switch.plug", invert: false }, conversation: {} } },
        },
        { entity_id: "scene.movie", state: "unknown", attributes: { entity_id: members } },
        { entity_id: "light.bed", state: "off", attributes: { entity_id: null }, registry: { options: {} } },
      ],
    });
    const repeats = ["light.helper", "light.hue_room", "light.zigbee2mqtt", "media_player.universal", "light.plug"];
    expect(repeats.map((entityId) => entity(entityId)?.repeats)).to.deep.equal([
      members,
      members,
      members,
      ["media_player.tv"],
      ["switch.plug"],
    ]);
    for (const entityId of ["scene.movie", "light.bed"]) expect(entity(entityId)).to.not.have.property("repeats");
  });

  it("remembers what a group repeats while it is unavailable and has no attributes", async () => {
    const members = ["light.bed", "light.hall"];
    await start({
      entities: [{ entity_id: "light.helper", state: "off", attributes: { entity_id: members }, registry: {} }],
    });
    fake.changeState("light.helper", "unavailable", { attributes: { entity_id: undefined } });
    Object.assign(fake.entry("light.helper") ?? {}, { name: "New name" });
    fake.emit("entity_registry_updated", { action: "update", entity_id: "light.helper" });
    await until(() => entity("light.helper")?.name === "New name", "the new name");
    expect(entity("light.helper")?.repeats).to.deep.equal(members);
  });

  it("names an entity as Home Assistant shows it", async () => {
    await start({
      entities: [
        {
          entity_id: "binary_sensor.door",
          state: "off",
          attributes: { friendly_name: "Front door", device_class: "door" },
          registry: { original_name: "Contact" },
        },
        { entity_id: "light.absent", registry: { original_name: "Garden" } },
      ],
    });
    expect(entity("binary_sensor.door")).to.include({ name: "Front door", deviceClass: "door" });
    expect(entity("light.absent")).to.include({ name: "Garden" });
  });

  it("derives the device class of a cover from its name if it has none", async () => {
    const cover = (entity_id: string, friendly_name: string, device_class?: string) => ({
      entity_id,
      state: "closed",
      attributes: { friendly_name, ...(device_class === undefined ? {} : { device_class }) },
    });
    await start({
      entities: [
        cover("cover.relay_1", "Garage door"),
        cover("cover.relay_2", "Garage blind", "blind"),
        cover("cover.relay_3", "Window of the hall"),
      ],
    });
    const classes = ["cover.relay_1", "cover.relay_2", "cover.relay_3"].map((id) => entity(id)?.deviceClass);
    expect(classes).to.deep.equal(["garage", "blind", null]);
  });

  it("lists persons that have a user", async () => {
    await start({
      persons: [
        { id: "anna", name: "Anna Maria", user_id: "anna" },
        { id: "ben", name: "Ben", user_id: "ben" },
        { id: "cat", name: "The cat", user_id: null },
      ],
      entities: [{ entity_id: "person.mum", state: "home", registry: { platform: "person", unique_id: "anna" } }],
    });
    expect(observed.home.snapshot()?.persons).to.deep.equal([
      { userId: "anna", name: "Anna Maria", entityId: "person.mum" },
      { userId: "ben", name: "Ben", entityId: null },
    ]);
  });

  it("lists automations with their configs, or without if they may not be read", async () => {
    await start({
      entities: [{ entity_id: "automation.yaml", state: "off", attributes: { friendly_name: "By hand" } }],
      automations: { "17": { alias: "Hall light", triggers: [] } },
    });
    expect(observed.home.snapshot()?.automations.map(({ resolved: _resolved, ...rest }) => rest)).to.deep.equal([
      { entityId: "automation.yaml", id: null, name: "By hand", isOn: false, config: null },
      {
        entityId: "automation.hall_light",
        id: "17",
        name: "Hall light",
        isOn: true,
        config: { id: "17", alias: "Hall light", triggers: [] },
      },
    ]);
  });

  it("is updated when something is renamed, moved or turned off", async () => {
    await start({
      areas: [{ area_id: "hall", name: "Hall" }],
      entities: [
        { entity_id: "light.hall", state: "off", registry: {} },
        { entity_id: "automation.one", state: "on", attributes: { id: "1" } },
      ],
    });
    const entry = fake.entry("light.hall");
    if (entry !== undefined) entry.area_id = "hall";
    fake.emit("entity_registry_updated", { action: "update", entity_id: "light.hall" });
    await until(() => entity("light.hall")?.areaName === "Hall", "the area");
    fake.config.location_name = "New name";
    fake.emit("core_config_updated", {});
    await until(() => observed.home.snapshot()?.info.name === "New name", "the name");
    fake.changeState("automation.one", "off");
    await until(() => observed.home.snapshot()?.automations[0]?.isOn === false, "the automation");
  });

  it("reads once after many changes", async () => {
    await start({});
    const before = fake.count("config/entity_registry/list");
    for (let i = 0; i < 20; i++) fake.emit("entity_registry_updated", {});
    await until(() => fake.count("config/entity_registry/list") > before, "the reading");
    expect(fake.count("config/entity_registry/list")).to.be.lessThan(before + 4);
  });
});
