import { expect } from "chai";
import type { Plan } from "../../../../src/automation/plan.ts";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { NO_REFERENCES } from "../../../../src/automation/read/references.ts";
import { createResolver } from "../../../../src/automation/read/resolve.ts";

const MOTION = { trigger: "state", entity_id: ["binary_sensor.a", "binary_sensor.b"], to: "on" };
const DARK = "{{ is_state('sun.sun', 'below_horizon') }}";

const resolve = createResolver(NO_REFERENCES);
const read = (config: object): Plan => parseAutomation(resolve({ triggers: [MOTION], ...config }));
const turnOn = (entityId: string): object => ({ action: "light.turn_on", target: { entity_id: entityId } });
const targetsOf = (plan: Plan): readonly string[] => plan.effects.map(({ entityId, state }) => `${entityId} ${state}`);

describe("variables of an automation", () => {
  it("stand for targets and parts of them", () => {
    const plan = read({
      variables: { room: "kitchen", lamp: "light.{{ room }}" },
      actions: [turnOn("{{ lamp }}"), turnOn("light.{{ room }}_desk")],
    });
    expect(targetsOf(plan)).to.deep.equal(["light.kitchen on", "light.kitchen_desk on"]);
    expect(plan.understood).to.equal("in_full");
  });

  it("stand for conditions on states", () => {
    const written = read({ conditions: [DARK], actions: [turnOn("light.a")] });
    const plan = read({ variables: { dark: DARK }, conditions: ["{{ dark }}"], actions: [turnOn("light.a")] });
    expect(plan).to.deep.equal(written);
  });

  it("are left open after a wait, before which they were computed", () => {
    const actions = [{ delay: 60 }, { condition: "template", value_template: "{{ dark }}" }, turnOn("light.a")];
    expect(read({ variables: { dark: DARK }, actions }).understood).to.equal("in_part");
  });

  it("are left open if the sequence or a trigger sets them, too", () => {
    const variables = { lamp: "light.a" };
    const again = [{ parallel: [{ variables: { lamp: "light.b" } }] }, turnOn("{{ lamp }}")];
    expect(read({ variables, actions: again }).effects).to.deep.equal([]);
    const triggers = [{ ...MOTION, variables: { lamp: "light.b" } }];
    expect(read({ variables, triggers, actions: [turnOn("{{ lamp }}")] }).effects).to.deep.equal([]);
  });

  it("are numbers where they look like one, so that no text equals them", () => {
    const conditions = ["{{ level == '5' }}"];
    const plan = read({ variables: { level: "{{ states('sensor.a') }}" }, conditions, actions: [turnOn("light.a")] });
    expect(plan.understood).to.equal("in_part");
  });

  it("apply from the action that sets them", () => {
    const plan = read({ actions: [{ variables: { lamp: "light.a" } }, turnOn("{{ lamp }}")] });
    expect(targetsOf(plan)).to.deep.equal(["light.a on"]);
  });
});

describe("a template that chooses", () => {
  const CHOICES: readonly (readonly [string, object])[] = [
    [
      "a service by if",
      { action: `light.turn_{% if is_state('sun.sun', 'below_horizon') %}on{% else %}off{% endif %}` },
    ],
    [
      "a service by a value",
      { action: "{{ 'light.turn_on' if is_state('sun.sun', 'below_horizon') else 'light.turn_off' }}" },
    ],
    ["a service by iif", { action: "light.turn_{{ iif(is_state('sun.sun', 'below_horizon'), 'on', 'off') }}" }],
  ];
  for (const [name, call] of CHOICES)
    it(`is read as branches: ${name}`, () => {
      const plan = read({ actions: [{ ...call, target: { entity_id: "light.a" } }] });
      expect(targetsOf(plan)).to.deep.equal(["light.a on", "light.a off"]);
      expect(plan.understood).to.equal("in_full");
      expect(plan.effects[0]!.path!.guards[0]!.isMet).to.equal(true);
      expect(plan.effects.every(({ path }) => path?.isPerhaps === false)).to.equal(true);
    });

  it("does the same as the state that triggers", () => {
    const plan = read({
      actions: [{ action: "light.turn_{{ trigger.to_state.state }}", target: { entity_id: "light.a" } }],
    });
    expect(targetsOf(plan)).to.deep.equal(["light.a on", "light.a off"]);
    expect(plan.effects[0]!.path!.guards[0]!.conditions).to.deep.equal([
      { kind: "trigger_text", of: "trigger.to_state", texts: new Set(["on"]) },
    ]);
  });

  it("stays open if it computes, or if its condition is not read", () => {
    const target = { entity_id: "light.a" };
    expect(read({ actions: [{ action: "light.turn_{{ states('sensor.a') | lower }}", target }] }).understood).to.equal(
      "in_part",
    );
    const unread = "light.turn_{{ 'on' if states('sensor.a') > 5 else 'off' }}";
    expect(read({ actions: [{ action: unread, target }] }).understood).to.equal("in_part");
  });

  it("names the entity that triggers, unless a template triggers", () => {
    const triggers = [{ trigger: "state", entity_id: ["light.a", "light.b"], to: "on", for: 600 }];
    const actions = [{ action: "light.turn_off", target: { entity_id: "{{ trigger.entity_id }}" } }];
    const plan = read({ triggers, actions });
    expect(targetsOf(plan)).to.deep.equal(["light.a off", "light.b off"]);
    expect(plan.understood).to.equal("in_full");
    const more = [...triggers, { trigger: "template", value_template: DARK }];
    expect(read({ triggers: more, actions }).understood).to.not.equal("in_full");
  });
});

describe("a repetition for each item", () => {
  it("puts the item and its number into templates", () => {
    const repeat = { for_each: ["a", "b"], sequence: [turnOn("light.{{ repeat.item }}_{{ repeat.index }}")] };
    expect(targetsOf(read({ actions: [{ repeat }] }))).to.deep.equal(["light.a_1 on", "light.b_2 on"]);
  });

  it("has an item of its own in another repetition", () => {
    const inner = { repeat: { for_each: ["x"], sequence: [turnOn("light.{{ repeat.item }}")] } };
    const plan = read({ actions: [{ repeat: { for_each: ["a", "b"], sequence: [inner] } }] });
    expect(new Set(targetsOf(plan))).to.deep.equal(new Set(["light.x on"]));
  });
});
