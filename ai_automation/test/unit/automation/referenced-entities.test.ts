import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { blockingEntities, referencedEntities } from "../../../src/automation/referenced-entities.ts";

describe("entities that a config names", () => {
  it("are found in lists with commas, capitals, scenes, scripts and templates", () => {
    const config = {
      triggers: [{ trigger: "state", entity_id: "Binary_Sensor.Door, binary_sensor.window" }],
      conditions: ["{{ is_state('sun.sun', 'below_horizon') and states(\"sensor.lux\") | float < 5 }}"],
      actions: [
        { action: "script.evening" },
        { action: "script.turn_on", target: { entity_id: "script.late" } },
        { action: "scene.apply", data: { entities: { "light.a": "on" } } },
        { scene: "scene.movie" },
        { action: "notify.phone", data: { message: "light.not_named is on" } },
      ],
    };
    expect(referencedEntities(config)).to.have.members([
      "binary_sensor.door",
      "binary_sensor.window",
      "sun.sun",
      "sensor.lux",
      "script.evening",
      "script.late",
      "light.a",
      "scene.movie",
    ]);
  });

  it("are not those of parts that are off, all, none, or scenes that it creates", () => {
    const config = {
      triggers: [{ trigger: "state", entity_id: "light.off", enabled: false }],
      actions: [
        { action: "light.turn_on", target: { entity_id: "all" } },
        { action: "scene.create", data: { scene_id: "before", snapshot_entities: ["light.a"] } },
        { scene: "scene.before" },
      ],
    };
    expect(referencedEntities(config)).to.deep.equal(["light.a"]);
  });
});

describe("missing entities that keep an automation from running", () => {
  const gone = { condition: "state", entity_id: "binary_sensor.gone", state: "on" };
  const here = { condition: "state", entity_id: "binary_sensor.here", state: "on" };
  const blocking = (...conditions: readonly unknown[]): readonly string[] =>
    blockingEntities(parseAutomation({ triggers: [], actions: [], conditions }).conditions, (id) =>
      id.endsWith("gone"),
    );

  it("are in conditions that have to hold, also inside not", () => {
    for (const condition of [
      gone,
      { condition: "and", conditions: [here, gone] },
      { condition: "not", conditions: [gone] },
    ])
      expect(blocking(condition)).to.deep.equal(["binary_sensor.gone"]);
  });

  it("are not those beside which another condition can hold", () => {
    expect(blocking({ condition: "or", conditions: [here, gone] })).to.deep.equal([]);
    expect(blocking(here)).to.deep.equal([]);
    expect(blocking("{{ is_state('binary_sensor.gone', 'on') }}")).to.deep.equal([]);
  });
});
