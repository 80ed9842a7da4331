import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { parseCondition } from "../../../../src/automation/read/condition.ts";
import { parseTrigger } from "../../../../src/automation/read/trigger.ts";
import { because } from "../../../../src/model/reason.ts";

const any = { kind: "any" } as const;
const to = (...states: readonly string[]) => ({ kind: "in", states: new Set(states) }) as const;
const state = (entityIds: readonly string[], more: object = {}): object => ({
  kind: "state",
  entityIds,
  to: to("on"),
  from: any,
  hold: 0,
  ...more,
});
const held = (entityIds: readonly string[], ...states: readonly string[]): object => ({
  kind: "state",
  entityIds,
  states: new Set(states),
  hold: 0,
  match: "all",
});

/** What people have written for years, and what Home Assistant 2026.11 makes of it. */
const TRIGGERS: readonly (readonly [object, object])[] = [
  [{ platform: "state", entity_id: "Light.Hall, light.porch", to: "on" }, state(["light.hall", "light.porch"])],
  [
    { platform: "state", entity_id: "light.hall", to: "on", for: { minutes: "5" } },
    state(["light.hall"], { hold: 300_000 }),
  ],
  [
    { platform: "state", entity_id: "light.hall", to: "on", for: "00:90:00" },
    state(["light.hall"], { hold: 5_400_000 }),
  ],
  [{ trigger: "state", entity_id: "light.hall", to: null }, state(["light.hall"], { to: any })],
  [{ platform: "state", entity_id: "light.hall", to: ["on", "off"] }, state(["light.hall"], { to: to("on", "off") })],
  [
    { platform: "state", entity_id: "light.hall", to: "on", id: 3, note: "x", variables: { a: 1 } },
    state(["light.hall"]),
  ],
  [
    { platform: "numeric_state", entity_id: "sensor.a", above: "input_number.low", for: 60 },
    {
      kind: "unrecorded",
      name: "numeric_state",
      entityIds: ["sensor.a", "input_number.low"],
      reason: because("moving_bound", { entity: "sensor.a" }),
    },
  ],
  [
    { platform: "time", at: ["07:00", "input_datetime.wake", { entity_id: "sensor.alarm", offset: "-00:10:00" }] },
    {
      kind: "time",
      at: [25_200_000],
      weekdays: null,
      atEntities: [
        { entityId: "input_datetime.wake", offset: 0 },
        { entityId: "sensor.alarm", offset: -600_000 },
      ],
    },
  ],
  [
    { platform: "sun", event: "sunset", offset: "-01:30" },
    { kind: "sun", event: "sunset", offset: -5_400_000 },
  ],
  [
    { platform: "time_pattern", hours: "/8", minutes: 5 },
    { kind: "pattern", hours: [0, 8, 16], minutes: [5], seconds: [0] },
  ],
  [
    { platform: "time_pattern", hours: 7 },
    { kind: "pattern", hours: [7], minutes: [0], seconds: [0] },
  ],
  [
    { platform: "zone", entity_id: "person.anna", zone: "zone.home", event: "enter" },
    state(["person.anna"], {
      to: to("home"),
      from: { kind: "not_in", states: new Set(["home", "unavailable", "unknown"]) },
    }),
  ],
  [
    {
      platform: "device",
      device_id: "d",
      domain: "binary_sensor",
      entity_id: "binary_sensor.door",
      type: "not_opened",
    },
    state(["binary_sensor.door"], { to: to("off") }),
  ],
  [
    {
      platform: "device",
      device_id: "d",
      domain: "binary_sensor",
      entity_id: "binary_sensor.lock",
      type: "not_locked",
    },
    state(["binary_sensor.lock"]),
  ],
  [
    {
      trigger: "device",
      device_id: "d",
      domain: "light",
      entity_id: "light.hall",
      type: "turned_on",
      for: { seconds: 5 },
    },
    state(["light.hall"], { hold: 5_000 }),
  ],
  [
    { trigger: "device", device_id: "d", domain: "sensor", entity_id: "sensor.a", type: "temperature", above: 20 },
    { kind: "numeric_state", entityIds: ["sensor.a"], above: 20, below: Infinity, hold: 0 },
  ],
];

const CONDITIONS: readonly (readonly [unknown, object])[] = [
  [{ condition: "state", entity_id: "LIGHT.hall,light.porch", state: "on" }, held(["light.hall", "light.porch"], "on")],
  [{ condition: "zone", entity_id: "person.anna", zone: "zone.home" }, held(["person.anna"], "home")],
  [
    { condition: "trigger", id: ["a", 1] },
    { kind: "triggered_by", ids: new Set(["a", "1"]) },
  ],
  [
    { condition: "time", after: "input_datetime.from", weekday: "mon" },
    { kind: "time_of", after: { entityId: "input_datetime.from" }, before: null, weekdays: new Set([0]) },
  ],
  [
    { condition: "numeric_state", entity_id: "sensor.a", below: "sensor.b" },
    { kind: "numeric_of", entityIds: ["sensor.a"], above: null, below: { entityId: "sensor.b" } },
  ],
  [
    { or: [{ condition: "state", entity_id: "light.hall", state: "on" }, { not: { condition: "trigger", id: "a" } }] },
    {
      kind: "or",
      conditions: [
        held(["light.hall"], "on"),
        { kind: "not", conditions: [{ kind: "triggered_by", ids: new Set(["a"]) }] },
      ],
    },
  ],
  [
    { condition: [{ condition: "trigger", id: "a" }] },
    { kind: "and", conditions: [{ kind: "triggered_by", ids: new Set(["a"]) }] },
  ],
  [
    { condition: "device", device_id: "d", domain: "light", entity_id: "light.hall", type: "is_on" },
    held(["light.hall"], "on"),
  ],
  [
    {
      condition: "device",
      device_id: "d",
      domain: "binary_sensor",
      entity_id: "binary_sensor.a",
      type: "is_no_motion",
    },
    held(["binary_sensor.a"], "off"),
  ],
];

/** Understood, but what they depend on is in no history of states. */
const UNRECORDED: readonly (readonly [object, readonly string[]])[] = [
  [{ platform: "state", entity_id: "light.hall" }, ["light.hall"]],
  [{ platform: "event", event_type: "timer.finished", event_data: { entity_id: "timer.hall" } }, ["timer.hall"]],
  [{ platform: "mqtt", topic: "zigbee2mqtt/x/action" }, []],
  [{ platform: "webhook", webhook_id: "x" }, []],
  [{ platform: "homeassistant", event: "start" }, []],
  [{ platform: "tag", tag_id: "x" }, []],
  [{ platform: "calendar", event: "start", entity_id: "calendar.family" }, ["calendar.family"]],
  [{ platform: "conversation", command: "hello" }, []],
  [{ platform: "device", device_id: "d", domain: "zha", type: "remote_button_short_press", subtype: "a" }, []],
  [{ platform: "device", device_id: "d", domain: "light", entity_id: "0".repeat(32), type: "turned_on" }, []],
  [{ platform: "state", entity_id: "climate.hall", attribute: "temperature", to: 20 }, ["climate.hall"]],
  [{ platform: "numeric_state", entity_id: "sun.sun", attribute: "elevation", below: 3 }, ["sun.sun"]],
  [{ platform: "zone", entity_id: "person.anna", zone: "zone.work", event: "leave" }, ["person.anna"]],
  [{ platform: "time_pattern", seconds: "/5" }, []],
];

describe("an automation as people have written it for years", () => {
  for (const [trigger, plan] of TRIGGERS)
    it(`is read with the trigger ${JSON.stringify(trigger)}`, () => {
      expect(parseTrigger(trigger)).to.deep.equal(plan);
    });
  for (const [condition, plan] of CONDITIONS)
    it(`is read with the condition ${JSON.stringify(condition)}`, () => {
      expect(parseCondition(condition)).to.deep.equal(plan);
    });
  for (const [trigger, entityIds] of UNRECORDED)
    it(`is understood, but not replayed with the trigger ${JSON.stringify(trigger)}`, () => {
      expect(parseTrigger(trigger)).to.deep.include({ kind: "unrecorded", entityIds: [...entityIds] });
    });

  it("leaves out what is disabled, in any way that Home Assistant reads as off", () => {
    const off = ["false", "Off", false, 0].map((enabled) => ({ platform: "time", at: "07:00", enabled }));
    const { triggers, conditions } = parseAutomation({
      trigger: [...off, { platform: "time", at: "08:00", enabled: "yes" }],
      condition: { or: [{ condition: "trigger", id: "a", enabled: false }] },
      action: [],
    });
    expect(triggers).to.have.length(1);
    expect(conditions).to.deep.equal([{ kind: "or", conditions: [] }]);
  });

  it("counts the ids of its triggers with those that are off and in nested lists", () => {
    const at = (id?: string, enabled = true): object => ({ trigger: "time", at: "07:00", enabled, ...(id && { id }) });
    const { triggerIds } = parseAutomation({
      triggers: [at("a"), at("b", false), { triggers: [at(), at("c")] }],
      actions: [],
    });
    expect(triggerIds).to.deep.equal(["a", "2", "c"]);
  });
});

describe("how much of an automation is understood", () => {
  const action = { action: "light.turn_on", target: { entity_id: "light.hall" } };
  const trigger = { trigger: "time", at: "07:00" };
  const understanding = (triggers: readonly unknown[], conditions: readonly unknown[]): readonly unknown[] => {
    const { understood, unsupported } = parseAutomation({ triggers, conditions, actions: [action] });
    return [understood, ...unsupported];
  };
  const unread = because("template_name", { name: "lights" });

  it("is all of it, also where the history cannot tell", () => {
    expect(understanding([trigger], [])).to.deep.equal(["in_full"]);
    expect(understanding([{ trigger: "webhook", webhook_id: "x" }], [])).to.deep.equal([
      "in_full",
      because("occasion", { kind: "webhook" }),
    ]);
  });

  it("is a part where a condition, also within others, or one of the triggers is not read", () => {
    const lights = "{{ lights | length }}";
    expect(understanding([trigger], [lights])).to.deep.equal(["in_part", unread]);
    expect(understanding([trigger], [{ not: [{ condition: "trigger", id: "a" }, lights] }])).to.deep.equal([
      "in_part",
      unread,
    ]);
    expect(understanding([trigger, { trigger: "pyscript" }], [])).to.deep.equal([
      "in_part",
      because("trigger_kind", { kind: "pyscript" }),
    ]);
    expect(understanding([trigger], [{ condition: "trigger", id: "a", enabled: "{{ x }}" }])).to.deep.equal([
      "in_part",
      because("condition_enabled"),
    ]);
  });

  it("is nothing without a trigger that is read", () => {
    expect(understanding([{ trigger: "pyscript" }], [])[0]).to.equal("not");
  });
});
