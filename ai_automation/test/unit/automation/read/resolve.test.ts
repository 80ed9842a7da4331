import { expect } from "chai";
import type { Plan } from "../../../../src/automation/plan.ts";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { withBlueprint } from "../../../../src/automation/read/blueprint.ts";
import type { ReferencedEntity, References } from "../../../../src/automation/read/references.ts";
import { createResolver } from "../../../../src/automation/read/resolve.ts";
import { because } from "../../../../src/model/reason.ts";

const entity = (entityId: string, fields: Partial<ReferencedEntity> = {}): ReferencedEntity => ({
  entityId,
  registryId: null,
  areaId: null,
  deviceId: null,
  labels: [],
  isHidden: false,
  hasCategory: false,
  ...fields,
});

const LAMP = "0123456789abcdef0123456789abcdef";

const HOME: References = {
  entities: [
    entity("light.a", { areaId: "kitchen", registryId: LAMP }),
    entity("light.b", { deviceId: "strip" }),
    entity("light.c", { areaId: "hall", deviceId: "strip", labels: ["evening"] }),
    entity("light.d", { areaId: "kitchen", isHidden: true }),
    entity("switch.e", { areaId: "kitchen", hasCategory: true }),
    entity("switch.f", { areaId: "kitchen" }),
    entity("light.g", { deviceId: "part" }),
    entity("light.all"),
  ],
  devices: [
    { id: "strip", areaId: "kitchen", labels: [], parentId: null },
    { id: "part", areaId: null, labels: [], parentId: "strip" },
  ],
  areas: [
    { id: "kitchen", floorId: "ground", labels: [] },
    { id: "hall", floorId: "ground", labels: ["evening"] },
  ],
  groups: new Map([
    ["group.down", ["light.a", "group.more"]],
    ["group.more", ["switch.f", "group.down"]],
    ["light.all", ["light.a", "light.c"]],
  ]),
  scripts: new Map<string, unknown>([
    ["script.on", { sequence: [{ action: "light.turn_on", target: { entity_id: "{{ lamp }}" } }] }],
    [
      "script.form",
      {
        fields: { lamp: { default: "light.b" } },
        sequence: [{ action: "light.turn_on", target: { entity_id: "{{ lamp }}" } }],
      },
    ],
    ["script.loop", { sequence: [{ action: "script.loop" }] }],
    ["script.stops", { sequence: [{ stop: "enough" }] }],
  ]),
  scenes: new Map([["scene.movie", { "light.a": "off" }]]),
};

const resolve = createResolver(HOME);
const read = (...actions: readonly unknown[]): Plan =>
  parseAutomation(resolve({ triggers: [{ trigger: "time", at: "07:00" }], actions }));
const targetsOf = (action: string, target: object): readonly string[] =>
  read({ action, target }).effects.map(({ entityId }) => entityId);

describe("what a config refers to", () => {
  it("are the entities of an area, with its devices and without hidden and categorised ones", () => {
    expect(targetsOf("light.turn_on", { area_id: "kitchen" })).to.deep.equal(["light.a", "light.b", "light.g"]);
    expect(targetsOf("homeassistant.turn_on", { area_id: ["kitchen"] }))
      .to.include("switch.f")
      .and.not.include("switch.e");
  });

  it("are the entities of floors, labels and devices", () => {
    expect(targetsOf("light.turn_on", { floor_id: "ground" })).to.deep.equal([
      "light.a",
      "light.b",
      "light.c",
      "light.g",
    ]);
    expect(targetsOf("light.turn_on", { label_id: "evening" })).to.deep.equal(["light.c"]);
    expect(targetsOf("light.turn_on", { device_id: "strip" })).to.deep.equal(["light.b", "light.c", "light.g"]);
  });

  it("are those of an area that a purpose-specific trigger or condition looks at", () => {
    const home = {
      ...HOME,
      entities: [
        entity("binary_sensor.motion", { areaId: "hall" }),
        entity("binary_sensor.door", { areaId: "hall" }),
        entity("sensor.battery", { areaId: "hall", hasCategory: true }),
        entity("light.a", { areaId: "hall" }),
      ],
    };
    const classes = new Map([
      ["binary_sensor.motion", "motion"],
      ["binary_sensor.door", "door"],
      ["sensor.battery", "battery"],
    ]);
    const known = createResolver(home, (entityId) => classes.get(entityId) ?? null);
    const watched = (resolve: ReturnType<typeof createResolver>, trigger: string, options: object = {}): unknown => {
      const triggers = [{ trigger, target: { area_id: "hall" }, options }];
      const { triggers: read, unsupported } = parseAutomation(resolve({ triggers, actions: [] }));
      return [...read.map((one) => ("entityIds" in one ? one.entityIds : [])), unsupported.slice(0, -1)];
    };
    expect(watched(known, "motion.detected")).to.deep.equal([["binary_sensor.motion"], []]);
    expect(watched(known, "light.turned_on")).to.deep.equal([["light.a"], []]);
    const threshold = { type: "below", value: { number: 10 } };
    expect(watched(known, "battery.level_crossed_threshold", { threshold })).to.deep.equal([["sensor.battery"], []]);
    expect(watched(createResolver(home), "light.turned_on"), "no class is needed").to.deep.equal([["light.a"], []]);
    expect(watched(createResolver(home), "motion.detected"), "no class is known").to.deep.equal([
      [],
      [because("purpose_target", { kind: "motion.detected" })],
    ]);
  });

  it("leaves out what is excluded", () => {
    expect(targetsOf("light.turn_on", { area_id: "kitchen", exclude: { device_id: "strip" } })).to.deep.equal([
      "light.a",
    ]);
  });

  it("are the members of groups, and all entities of the domain", () => {
    expect(targetsOf("homeassistant.turn_on", { entity_id: "group.down" })).to.include.members(["light.a", "switch.f"]);
    expect(targetsOf("light.turn_on", { entity_id: "light.all" })).to.deep.equal(["light.all", "light.a", "light.c"]);
    expect(targetsOf("switch.turn_on", { entity_id: "all" })).to.deep.equal(["switch.e", "switch.f"]);
  });

  it("are entities by the id of their entry", () => {
    expect(targetsOf("light.turn_on", { entity_id: LAMP })).to.deep.equal(["light.a"]);
    const device = { device_id: "x", domain: "light", type: "turn_off", entity_id: LAMP };
    expect(read(device).effects).to.deep.equal([{ entityId: "light.a", state: "off" }]);
  });

  it("says what the home does not have", () => {
    expect(read({ action: "light.turn_on", target: { area_id: "attic" } }).unsupported).to.deep.equal([
      because("target_area", { action: "light.turn_on" }),
    ]);
  });

  it("are the actions of scripts with their fields, and the states of scenes", () => {
    const expected = [{ entityId: "light.b", state: "on" }];
    expect(read({ action: "script.on", data: { lamp: "light.b" } }).effects).to.deep.equal(expected);
    const started = {
      action: "script.turn_on",
      target: { entity_id: "script.on" },
      data: { variables: { lamp: "light.b" } },
    };
    expect(read(started).effects).to.deep.equal(expected);
    for (const action of [{ scene: "scene.movie" }, { action: "scene.turn_on", target: { entity_id: "scene.movie" } }])
      expect(read(action).effects).to.deep.equal([{ entityId: "light.a", state: "off" }]);
  });

  it("have no value for a field that a call does not pass, even if the script names a default for the form", () => {
    expect(read({ action: "script.form" }).effects).to.deep.equal([]);
    expect(read({ action: "script.form", data: { lamp: "light.c" } }).effects).to.deep.equal([
      { entityId: "light.c", state: "on" },
    ]);
  });

  it("tell which scenes and scripts are started", () => {
    const started = [{ scene: "scene.movie" }, { action: "script.on", data: { lamp: "light.b" } }];
    expect(read(...started).starts).to.deep.equal([
      { entityId: "scene.movie", state: "on" },
      { entityId: "script.on", state: "on" },
    ]);
  });

  it("leave a scene as it is whose states the home does not have", () => {
    const { effects, unsupported } = read({ action: "scene.turn_on", target: { entity_id: "scene.bridge" } });
    expect(effects).to.deep.equal([{ entityId: "scene.bridge", state: "on" }]);
    expect(unsupported).to.deep.equal([]);
  });

  it("follows no script into itself, and its stop does not end the automation", () => {
    expect(read({ action: "script.loop" }).unsupported).to.deep.equal([
      because("action_unknown", { action: "script.loop" }),
    ]);
    expect(
      read({ action: "script.stops" }, { action: "light.turn_on", target: { entity_id: "light.a" } }).effects,
    ).to.have.length(1);
  });

  it("are the inputs of a blueprint, in sections too", () => {
    const blueprint = {
      blueprint: { input: { motion: {}, more: { input: { lamp: { default: "light.a" } } } } },
      triggers: [{ trigger: "state", entity_id: { "!input": "motion" }, to: "on" }],
      actions: [{ action: "light.turn_on", target: { entity_id: { "!input": "lamp" } } }],
    };
    const config = { alias: "x", use_blueprint: { path: "x.yaml", input: { motion: "binary_sensor.m" } } };
    const { triggers, effects, unsupported } = parseAutomation(withBlueprint(config, blueprint));
    expect(triggers[0]).to.deep.include({ entityIds: ["binary_sensor.m"] });
    expect(effects).to.deep.equal([{ entityId: "light.a", state: "on" }]);
    expect(unsupported).to.deep.equal([]);
  });
});
