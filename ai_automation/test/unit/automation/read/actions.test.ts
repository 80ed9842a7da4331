import { expect } from "chai";
import type { Effect, Plan } from "../../../../src/automation/plan.ts";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { because } from "../../../../src/model/reason.ts";
import { ifThen } from "../../../support/if-then.ts";

const read = (...actions: readonly unknown[]): Plan =>
  parseAutomation({ alias: "x", triggers: [{ trigger: "time", at: "07:00" }], actions });

/** Effects as "entity state", with a "?" where they happen perhaps, and the delay in seconds. */
const effectsOf = ({ effects }: Plan): readonly string[] => effects.map(textOf);

function textOf({ entityId, state, path }: Effect): string {
  const delay = path === undefined || path.delay === 0 ? "" : ` +${path.delay / 1_000}`;
  return `${entityId} ${state}${delay}${path?.isPerhaps ? "?" : ""}`;
}

const on = (entityId: string): object => ({ action: "light.turn_on", target: { entity_id: entityId } });
const call = (action: string, entityId: string, data: object = {}): object => ({
  action,
  target: { entity_id: entityId },
  data,
});

const DARK = { condition: "state", entity_id: "sun.sun", state: "below_horizon" };
const UNREADABLE = "{{ lights > 2 }}";

describe("actions of an automation", () => {
  const calls: readonly (readonly [string, object, readonly string[]])[] = [
    ["a target", on("light.a"), ["light.a on"]],
    ["the old key beside it", { service: "light.turn_on", entity_id: "light.a" }, ["light.a on"]],
    ["the data", { service: "light.turn_on", data: { entity_id: ["light.a"] } }, ["light.a on"]],
    ["data_template", { service: "light.turn_on", data_template: { entity_id: "light.a" } }, ["light.a on"]],
    ["a list with commas and capitals", on("Light.A, light.b"), ["light.a on", "light.b on"]],
    ["a brightness of zero", call("light.turn_on", "light.a", { brightness_pct: 0 }), ["light.a off"]],
    [
      "a brightness from a template",
      call("light.turn_on", "light.a", { brightness: "{{ x }}" }),
      ["light.a on?", "light.a off?"],
    ],
    ["a position of zero", call("cover.set_cover_position", "cover.a", { position: 0 }), ["cover.a closed"]],
    ["a speed of zero", call("fan.set_percentage", "fan.a", { percentage: 0 }), ["fan.a off"]],
    ["the generic service", call("homeassistant.turn_off", "switch.a"), ["switch.a off"]],
    ["the generic service, which no cover has", call("homeassistant.turn_on", "cover.a"), []],
    ["a service of another domain, which does nothing", call("light.turn_on", "switch.a"), []],
    [
      "a mode",
      call("climate.set_temperature", "climate.a", { hvac_mode: "heat", temperature: 20 }),
      ["climate.a heat"],
    ],
    [
      "a scene's states",
      { action: "scene.apply", data: { entities: { "light.a": "on", "cover.b": { state: "closed" } } } },
      ["light.a on", "cover.b closed"],
    ],
    ["a device's action", { device_id: "d", domain: "cover", type: "open", entity_id: "cover.a" }, ["cover.a open"]],
  ];
  for (const [form, action, effects] of calls)
    it(`are read from ${form}`, () => expect(effectsOf(read(action))).to.deep.equal(effects));

  it("toggle from the state before", () => {
    const { effects, unsupported } = parseAutomation({
      triggers: [{ trigger: "state", entity_id: "binary_sensor.m", to: "on" }],
      actions: [call("light.toggle", "light.a")],
    });
    expect(effects.map(({ state, path }) => [state, path?.guards[0]?.isMet])).to.deep.equal([
      ["on", false],
      ["off", true],
    ]);
    expect(unsupported).to.deep.equal([]);
  });

  it("start a scene or script in every form of the call", () => {
    for (const action of [{ scene: "scene.a" }, call("scene.turn_on", "scene.a")])
      expect(read(action)).to.deep.include({ effects: [{ entityId: "scene.a", state: "on" }], unsupported: [] });
    for (const action of [{ action: "script.a", data: { x: 1 } }, call("script.turn_on", "script.a")])
      expect(read(action)).to.deep.include({ effects: [{ entityId: "script.a", state: "on" }], unsupported: [] });
    expect(read(call("script.toggle", "script.a")).unsupported).to.deep.equal([
      because("action_unknown", { action: "script.toggle" }),
    ]);
  });

  it("do not claim a mode that only the integration knows", () => {
    const plan = read(call("climate.turn_on", "climate.a"));
    expect(plan.effects.every(({ path }) => path?.isPerhaps)).to.equal(true);
    expect(plan).to.deep.include({
      understood: "in_full",
      unread: [],
      unsupported: [because("state_after", { action: "climate.turn_on" })],
    });
    const computed = read(call("climate.set_hvac_mode", "climate.a", { hvac_mode: "{{ states('sensor.a') }}" }));
    expect(computed).to.deep.include({
      understood: "in_part",
      unread: [because("state_after", { action: "climate.set_hvac_mode" })],
    });
  });

  it("name what they act on if what they do to it is not understood", () => {
    const plan = read(
      call("remote.send_command", "remote.a", { command: "power" }),
      { action: "mqtt.publish", data: { topic: "zigbee2mqtt/lamp/set", payload: "ON" } },
      { action: "shell_command.backup" },
    );
    expect(plan).to.deep.include({ touched: ["remote.a"], outside: ["zigbee2mqtt/lamp/set", "shell_command.backup"] });
    expect(plan.understood).to.equal("in_part");
    expect(read({ action: "mqtt.publish", data: { topic: "{{ x }}" } }).understood).to.equal("not");
  });

  it("act on no entity if none of them takes a target", () => {
    const aimOf = (...actions: readonly object[]): Plan["aim"] => read(...actions).aim;
    const publish = { action: "mqtt.publish", data: { topic: "{{ x }}", payload: "ON" } };
    expect(aimOf(publish, { action: "rest_command.wake" }, { action: "notify.me" })).to.equal("no_entity");
    expect(aimOf(publish, call("light.turn_on", "light.a"))).to.equal("entities");
    expect(aimOf(publish, call("light.turn_on", "{{ x }}"))).to.equal("unread");
    expect(aimOf({ action: "notify.me" })).to.equal(undefined);
    for (const hidden of [
      { action: "python_script.lights" },
      { action: "conversation.process", data: { text: "turn on the light" } },
      { action: "unknown_integration.start" },
      { action: "shell_command.turn_on", data: { lamp: "light.a" } },
      { action: "esphome.lamp_on", target: { area_id: "kitchen" } },
    ])
      expect(aimOf(publish, hidden), JSON.stringify(hidden)).to.equal("unread");
  });

  it("are read where a template has only one result", () => {
    const plan = read({ action: "{{ 'light.turn_' ~ 'on' }}", target: { entity_id: "light.a" } });
    expect(plan).to.deep.include({ effects: [{ entityId: "light.a", state: "on" }], unread: [] });
  });

  it("only notify if a template chooses who is notified", () => {
    for (const service of [
      "notify.{{ states('input_text.phone') }}",
      "{{ 'notify.' ~ person }}",
      "{{ {'anna': 'notify.a', 'ben': 'notify.b'}[person] | default('notify.all') }}",
      "{{ {'anna': {'service': 'notify.a'}}[repeat.item]['service'] }}",
      "{{ {'anna': 'notify.a'}.get(person, 'notify.all') }}",
      "{{ who if who.startswith('notify.') else 'notify.' ~ who }}",
      "{% if is_state('person.anna', 'home') %}notify.tv{% else %}notify.anna{% endif %}",
    ])
      expect(read({ action: service }), service).to.deep.include({
        understood: "in_full",
        isReminder: true,
        unread: [],
      });
    for (const service of [
      "{{ service }}",
      "{{ 'light.turn_on' if dark else 'notify.anna' }}",
      "{{ {'anna': 'notify.a', 'ben': 'script.b'}[person] }}",
      "{{ services.get(person, 'notify.all') }}",
      "{{ service | default('notify.all') }}",
      "{{ who if who.startswith('light.') else 'notify.' ~ who }}",
      "{{ who if other.startswith('notify.') else 'notify.' ~ who }}",
      "{{ 'notify.a' | replace('notify', 'light') }}",
    ])
      expect(read({ action: service }).unread, service).to.not.deep.equal([]);
  });

  it("change nothing that is judged if they set a level, a helper or a select", () => {
    const plan = read(
      call("climate.set_temperature", "climate.a", { temperature: 20 }),
      call("select.select_option", "select.b", { option: "x" }),
      call("input_number.set_value", "input_number.c", { value: 1 }),
    );
    expect(plan).to.deep.include({ effects: [], levelTargets: ["climate.a"], unsupported: [] });
  });

  it("say what is not understood", () => {
    const reasons = [
      { action: "mqtt.publish", data: { topic: "x" } },
      on("{{ lights }}"),
      { action: "light.turn_on", target: { area_id: "kitchen" } },
      { action: "light.turn_{{ state }}", target: { entity_id: "light.a" } },
    ].map((action) => read(action).unsupported);
    expect(reasons).to.deep.equal([
      [because("action_unknown", { action: "mqtt.publish" })],
      [because("target_template", { action: "light.turn_on" })],
      [because("target_area", { action: "light.turn_on" })],
      [because("action_template"), because("state_after", { action: "light.turn_{{ state }}" })],
    ]);
  });

  it("happen in branches under their conditions, and in later ones if the earlier ones fail", () => {
    const { effects, unsupported } = read({
      choose: [
        { conditions: [DARK], sequence: [on("light.a")] },
        { conditions: [{ ...DARK, state: "above_horizon" }], sequence: [on("light.b")] },
      ],
      default: [on("light.c")],
    });
    expect(effects.map(({ path }) => path?.guards.map(({ isMet }) => isMet))).to.deep.equal([
      [true],
      [false, true],
      [false, false],
    ]);
    expect(unsupported).to.deep.equal([]);
  });

  it("happen perhaps behind a condition that is not understood, but not before it", () => {
    const plan = read(on("light.a"), ifThen(UNREADABLE, [on("light.b")]), on("light.c"));
    expect(effectsOf(plan)).to.deep.equal(["light.a on", "light.b on?", "light.c on"]);
    expect(plan.understood).to.equal("in_part");
  });

  it("are understood if only a notification depends on what is not", () => {
    const notify = { action: "notify.phone", data: { message: "x" } };
    expect(read(on("light.a"), ifThen(UNREADABLE, [notify])).understood).to.equal("in_full");
    expect(read(ifThen(UNREADABLE, [notify])).understood).to.equal("in_part");
  });

  it("end with a condition in their own sequence, and with stop in all", () => {
    const night = { sequence: [DARK, on("light.a")] };
    expect(read(night, on("light.b")).effects.map(({ path }) => path?.guards.length ?? 0)).to.deep.equal([1, 0]);
    expect(effectsOf(read(on("light.a"), { stop: "done" }, on("light.b")))).to.deep.equal(["light.a on"]);
    const { effects } = read(ifThen([DARK], [{ stop: "dark" }]), on("light.b"));
    expect(effects[0]?.path?.guards).to.have.length(1);
    expect(effects[0]?.path?.guards[0]).to.include({ isMet: false });
  });

  it("wait for delays, and for triggers", () => {
    const off = call("light.turn_off", "light.a");
    const delayed = read(on("light.a"), { delay: { minutes: 5 } }, off);
    expect(effectsOf(delayed)).to.deep.equal(["light.a on", "light.a off +300"]);
    expect(delayed.running).to.deep.equal({ mode: "single", max: 10, lasts: 300_000 });
    const waited = read(on("light.a"), { wait_for_trigger: [{ trigger: "sun", event: "sunrise" }] }, off);
    expect(waited.effects[1]?.path?.after).to.deep.equal([{ kind: "sun", event: "sunrise", offset: 0 }]);
    expect(waited.unsupported).to.deep.equal([because("after_wait")]);
  });

  it("keep the conditions before a wait, and are not replayed after a wait that may end without its trigger", () => {
    const wait = { wait_for_trigger: [{ trigger: "sun", event: "sunrise" }], timeout: "01:00:00" };
    const plan = read(DARK, wait, on("light.a"));
    expect(plan).to.deep.include({ understood: "in_full", unread: [] });
    expect(plan.unsupported).to.deep.equal([
      because("after_wait"),
      because("conditions_before_wait"),
      because("after_timeout"),
    ]);
    expect(plan.effects[0]?.path).to.deep.include({ guards: [], isPerhaps: true });
    expect(plan.effects[0]?.path?.earlier).to.have.length(1);
  });

  it("follow a template once it is true", () => {
    const plan = read({ wait_template: "{{ is_state('light.b', 'on') }}" }, on("light.a"));
    expect(plan.effects[0]?.path?.after?.map(({ kind }) => kind)).to.deep.equal(["becomes"]);
    expect(plan).to.deep.include({ understood: "in_full", unsupported: [because("after_wait")] });
    expect(read({ wait_template: UNREADABLE }, on("light.a")).understood).to.equal("in_part");
  });

  it("are understood but not replayed where only their time is open", () => {
    const later = { delay: "00:01:00" };
    const open: readonly (readonly object[])[] = [
      [{ delay: "{{ states('input_number.a') | int }}" }],
      [ifThen([DARK], [later])],
      [{ repeat: { count: 3, sequence: [later] } }],
      [{ repeat: { while: [DARK], sequence: [later] } }],
    ];
    for (const before of open) {
      const plan = read(...before, on("light.a"));
      expect(plan, JSON.stringify(before)).to.deep.include({ understood: "in_full", unread: [] });
      expect(plan.unsupported, JSON.stringify(before)).to.not.deep.equal([]);
      expect(plan.effects.at(-1)?.path?.isPerhaps).to.equal(true);
    }
  });

  it("go on where none of several stops was reached", () => {
    const home = { condition: "state", entity_id: "person.a", state: "home" };
    const { effects, understood } = read(
      {
        choose: [
          { conditions: [DARK], sequence: [on("light.b")] },
          { conditions: [home], sequence: [{ stop: "home" }] },
        ],
      },
      ifThen([DARK], [ifThen([home], [{ stop: "both" }])]),
      on("light.a"),
    );
    const [first, second] = effects.at(-1)?.path?.guards ?? [];
    expect(first?.isMet).to.equal(false);
    expect(first?.conditions.map(({ kind }) => kind)).to.deep.equal(["not", "state"]);
    expect(second?.conditions.map(({ kind }) => kind)).to.deep.equal(["state", "state"]);
    expect(understood).to.equal("in_full");
  });

  it("do not depend on the conditions of a nested sequence that may stop the run", () => {
    const inner = { sequence: [DARK, ifThen(["{{ is_state('light.b', 'on') }}"], [{ stop: "b" }])] };
    const guards = read(inner, on("light.a")).effects[0]?.path?.guards ?? [];
    expect(guards).to.have.length(1);
    expect(guards[0]).to.include({ isMet: false });
    expect(guards[0]?.conditions).to.have.length(2);
    const loop = { repeat: { count: 2, sequence: [ifThen([DARK], [{ stop: "dark" }])] } };
    expect(read(loop, on("light.a")).understood).to.equal("in_part");
  });

  it("that wait keep the mode from being replayed, unless triggers start again", () => {
    const wait = { wait_for_trigger: [{ trigger: "sun", event: "sunrise" }] };
    const told = { action: "notify.phone", data: { message: "x" } };
    const until = { wait_template: "{{ is_state('light.b', 'on') }}" };
    for (const waiting of [wait, ifThen([DARK], [wait]), until])
      expect(read(on("light.a"), waiting, told).unsupported).to.deep.equal([because("runs_wait")]);
    const triggers = [{ trigger: "time", at: "07:00" }];
    const restarting = parseAutomation({ alias: "x", triggers, actions: [on("light.a"), wait, told], mode: "restart" });
    expect(restarting.unsupported).to.deep.equal([]);
  });

  it("that ask on a phone last until the question expires", () => {
    const pressed = { trigger: "event", event_type: "mobile_app_notification_action" };
    const asks = { wait_for_trigger: [pressed], timeout: "00:30:00", continue_on_timeout: false };
    const plan = read({ action: "notify.phone", data: { message: "x" } }, asks, on("light.a"));
    expect(plan.unsupported).to.deep.equal([]);
    expect(plan.running).to.deep.equal({ mode: "single", max: 10, lasts: 1_800_000 });
  });

  it("repeat for each item of a list", () => {
    const sequence = [on("{{ repeat.item }}")];
    expect(effectsOf(read({ repeat: { for_each: ["light.a", "light.b"], sequence } }))).to.deep.equal([
      "light.a on",
      "light.b on",
    ]);
    expect(effectsOf(read({ repeat: { while: [DARK], sequence: [on("light.a")] } }))).to.deep.equal(["light.a on"]);
  });

  it("leave out what is off, at any depth, and what a later action replaces", () => {
    expect(effectsOf(read({ sequence: [{ ...on("light.a"), enabled: false }, on("light.b")] }))).to.deep.equal([
      "light.b on",
    ]);
    expect(effectsOf(read(call("light.turn_off", "light.a"), on("light.a")))).to.deep.equal(["light.a on"]);
  });

  it("that restart or reload something change nothing, and what an assistant or an app is told may do anything", () => {
    for (const action of ["homeassistant.restart", "hassio.app_restart", "hassio.host_reboot", "template.reload"])
      expect(read({ action }), action).to.deep.include({ understood: "in_full", effects: [], unread: [] });
    for (const action of ["conversation.process", "hassio.app_stdin", "shell_command.lights"])
      expect(read({ action }), action).to.deep.include({
        unread: [because("action_unknown", { action })],
        outside: [action],
      });
  });

  it("are understood without a trigger, with which only people start them", () => {
    for (const triggers of [[], [{ trigger: "time", at: "07:00", enabled: false }]]) {
      const plan = parseAutomation({ alias: "x", triggers, actions: [on("light.a")] });
      expect(plan.understood).to.equal("in_full");
      expect(plan.unsupported).to.deep.equal([because("no_trigger")]);
    }
  });
});
