import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { knownRepeats } from "../../../../src/home-assistant/recorder/known-repeats.ts";

/** As Home Assistant 2026.11 stores them. */
const ENTRIES = [
  {
    entry_id: "group",
    domain: "group",
    options: { all: false, entities: ["light.bed", "light.hall"], group_type: "light", name: "All" },
  },
  {
    entry_id: "as_x",
    domain: "switch_as_x",
    options: { entity_id: "switch.plug", invert: false, target_domain: "light" },
  },
  {
    entry_id: "mirror",
    domain: "template",
    options: {
      name: "Mirror",
      state: "{{ is_state('light.bed', 'on') and is_state('light.moon', 'off') }}",
      template_type: "light",
      turn_on: [{ action: "light.turn_on", target: { entity_id: "light.bed" } }],
      turn_off: [{ action: "light.turn_off", target: { entity_id: "light.bed" } }],
    },
  },
  {
    entry_id: "tv",
    domain: "template",
    options: {
      state: "{{ states('sensor.tv_power') | float > 20 }}",
      turn_on: [{ action: "remote.send_command", target: { entity_id: "remote.tv" } }],
    },
  },
  { entry_id: "broken", domain: "group", options: { entities: 7 } },
  { domain: "group" },
];

const ENTITIES = [
  { entity_id: "light.all", config_entry_id: "group", hidden_by: null },
  { entity_id: "light.plug", config_entry_id: "as_x" },
  { entity_id: "switch.plug", config_entry_id: "mqtt", hidden_by: "integration" },
  { entity_id: "light.mirror", config_entry_id: "mirror" },
  { entity_id: "switch.tv", config_entry_id: "tv" },
  { entity_id: "light.broken", config_entry_id: "broken" },
  { entity_id: "sensor.signal", config_entry_id: "mqtt", entity_category: "diagnostic" },
  { config_entry_id: "group" },
];

describe("what the entities of a recorder's database repeat", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "repeats-"));
    await mkdir(join(folder, ".storage"));
    const write = (name: string, data: object) =>
      writeFile(join(folder, ".storage", name), JSON.stringify({ version: 1, data }));
    await write("core.config_entries", { entries: ENTRIES });
    await write("core.entity_registry", { entities: ENTITIES });
  });
  after(() => rm(folder, { recursive: true }));

  it("is read from the options of the helpers, except damaged rows", async () => {
    const { repeats, hidden } = await knownRepeats(join(folder, "home-assistant_v2.db"));
    expect([...repeats]).to.deep.equal([
      ["light.all", ["light.bed", "light.hall"]],
      ["light.plug", ["switch.plug"]],
      ["light.mirror", ["light.bed"]],
    ]);
    expect([...hidden]).to.deep.equal(["switch.plug"]);
  });

  it("is unknown without `.storage`", async () => {
    const { repeats, hidden } = await knownRepeats("/nowhere/home-assistant_v2.db");
    expect([repeats.size, hidden.size]).to.deep.equal([0, 0]);
  });
});
