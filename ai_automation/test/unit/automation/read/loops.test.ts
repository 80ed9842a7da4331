import { expect } from "chai";
import type { Plan } from "../../../../src/automation/plan.ts";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { NO_REFERENCES, type References } from "../../../../src/automation/read/references.ts";
import { createResolver } from "../../../../src/automation/read/resolve.ts";

const MOTION = { trigger: "state", entity_id: ["binary_sensor.a"], to: "on" };
const GROUPS: References["groups"] = new Map([["group.lights", ["light.a", "light.b"]]]);

const read = (config: object, references: Partial<References> = {}): Plan =>
  parseAutomation(
    createResolver({ ...NO_REFERENCES, groups: GROUPS, ...references })({ triggers: [MOTION], ...config }),
  );
const turnOn = (entityId: string): object => ({ action: "light.turn_on", target: { entity_id: entityId } });
const targetsOf = (plan: Plan): readonly string[] => plan.effects.map(({ entityId }) => entityId);
const conditionsOf = (plan: Plan): readonly unknown[] =>
  plan.effects.map(({ path }) => path?.guards.flatMap(({ conditions }) => conditions));

const isOn = (entityId: string): object => ({
  kind: "state",
  entityIds: [entityId],
  states: new Set(["on"]),
  hold: 0,
  match: "all",
  missing: "unknown",
});

describe("a loop in a template", () => {
  it("lists what it adds to a namespace, each under its condition", () => {
    const template =
      "{% set ns = namespace(found=[]) %}{% for x in ['light.a', 'light.b'] %}{% if is_state(x, 'on') %}" +
      "{% set ns.found = ns.found + [x] %}{% endif %}{% endfor %}{{ ns.found }}";
    const plan = read({ actions: [turnOn(template)] });
    expect(new Set(targetsOf(plan))).to.deep.equal(new Set(["light.a", "light.b"]));
    expect(plan.understood).to.equal("in_full");
  });

  it("goes over the states of a group", () => {
    const template =
      "{% set ns = namespace(found=[]) %}{% for one in expand('group.lights') if one.object_id != 'b' %}" +
      "{% if is_state(one.entity_id, 'on') %}{% set ns.found = ns.found + [one.entity_id] %}{% endif %}{% endfor %}" +
      "{{ ns.found | unique | list }}";
    const plan = read({ actions: [turnOn(template)] });
    expect(targetsOf(plan)).to.deep.equal(["light.a"]);
    expect(conditionsOf(plan)).to.deep.equal([[isOn("light.a")]]);
    expect(plan.understood).to.equal("in_full");
  });

  it("writes ids with commas between them", () => {
    const comma = "{% if not loop.last %}, {% endif %}";
    const listed = `{% for x in ['a', 'b'] %}light.{{ x }}${comma}{% endfor %}`;
    expect(targetsOf(read({ actions: [turnOn(listed)] }))).to.deep.equal(["light.a", "light.b"]);
    const expanded = `{% for x in expand('group.lights') if x.entity_id != 'light.a' %}{{ x.entity_id }}${comma}{% endfor %}`;
    expect(targetsOf(read({ actions: [turnOn(expanded)] }))).to.deep.equal(["light.b"]);
  });

  it("is a condition where it finds one of several", () => {
    const template =
      "{% set ns = namespace(any=false) %}{% for x in ['light.a', 'light.b'] %}{% if is_state(x, 'on') %}" +
      "{% set ns.any = true %}{% endif %}{% endfor %}{{ ns.any }}";
    const plan = read({ conditions: [template], actions: [turnOn("light.c")] });
    expect(plan.understood).to.equal("in_full");
    expect(JSON.stringify(plan.conditions)).to.contain("light.a").and.to.contain("light.b");
  });

  it("depends on a count that is not replayed if the list is not known", () => {
    const template =
      "{% set ns = namespace(count=0) %}{% for x in expand('group.others') %}{% if x.state == 'on' %}" +
      "{% set ns.count = ns.count + 1 %}{% endif %}{% endfor %}{{ ns.count > 1 }}";
    const { conditions } = read({ conditions: [template], actions: [turnOn("light.c")] });
    expect(conditions).to.deep.equal([
      { kind: "unrecorded", name: "template", entityIds: ["group.others"], reason: { code: "template_computed" } },
    ]);
  });

  const OPEN: readonly string[] = [
    // A name that is set in a round is not set after it.
    "{% set x = 'light.a' %}{% for y in ['light.b'] %}{% set z = y %}{% endfor %}{{ z }}",
    // What a round adds depends on what earlier rounds have added.
    "{% set ns = namespace(found=[]) %}{% for x in expand('group.lights') %}{% if ns.found | count < 1 %}" +
      "{% set ns.found = ns.found + [x.entity_id] %}{% endif %}{% endfor %}{{ ns.found }}",
    "{% set ns = namespace(last='light.c') %}{% for x in expand('group.lights') %}{% set ns.last = x.entity_id %}{% endfor %}{{ ns.last }}",
    "{% for x in expand('group.lights') %}{{ x.entity_id }}{% endfor %}",
    "{% for x in expand('group.lights') %}{{ loop.index }}{% endfor %}",
    "{% for x in range(40) %}light.a{% endfor %}",
    "{% for x in ['light.a'] %}{{ x }}{% else %}light.b{% endfor %}",
  ];
  for (const template of OPEN)
    it(`stays open: ${template}`, () => {
      const { effects, unread } = read({ actions: [turnOn(template)] });
      expect([effects.length, unread.map(({ code }) => code)]).to.deep.equal([0, ["target_template"]]);
    });
});

describe("a name in a template", () => {
  it("is not replaced where it is that of an argument", () => {
    const sequence = [turnOn("{{ expand(attribute) | map(attribute='entity_id') | list }}")];
    const scripts = new Map([["script.on", { sequence }]]);
    const plan = read({ actions: [{ action: "script.on", data: { attribute: "group.lights" } }] }, { scripts });
    expect(targetsOf(plan)).to.deep.equal(["light.a", "light.b"]);
    const unset = [turnOn("{{ expand('group.lights') | map(attribute='entity_id') | list }}")];
    const called = read(
      { actions: [{ action: "script.on" }] },
      { scripts: new Map([["script.on", { sequence: unset }]]) },
    );
    expect(targetsOf(called)).to.deep.equal(["light.a", "light.b"]);
  });
});

describe("a repetition", () => {
  it("takes what its number chooses from a list", () => {
    const variables = { lamps: ["light.a", "light.b"] };
    const sequence = [turnOn("{{ lamps[repeat.index - 1] }}")];
    const counted = [{ repeat: { count: "{{ lamps | count }}", sequence } }];
    expect(targetsOf(read({ variables, actions: counted }))).to.deep.equal(["light.a", "light.b"]);
    expect(targetsOf(read({ variables, actions: [{ repeat: { count: 1, sequence } }] }))).to.deep.equal(["light.a"]);
    expect(read({ variables, actions: counted }).understood).to.equal("in_full");
  });

  it("ends a round alone where a condition fails", () => {
    const sequence = ["{{ is_state(repeat.item, 'on') }}", turnOn("light.c")];
    const plan = read({ actions: [{ repeat: { for_each: ["light.a", "light.b"], sequence } }] });
    expect(conditionsOf(plan)).to.deep.equal([[isOn("light.a")], [isOn("light.b")]]);
  });

  it("puts the entities of its item in place", () => {
    const sequence = [turnOn("{{ expand(repeat.item) | map(attribute='entity_id') | list }}")];
    const plan = read({ actions: [{ repeat: { for_each: ["group.lights"], sequence } }] });
    expect(targetsOf(plan)).to.deep.equal(["light.a", "light.b"]);
  });

  it("goes over the parts of a text", () => {
    const forEach = "{{ 'light.a, light.b,'.split(',') | map('trim') | reject('eq', '') | list }}";
    const plan = read({ actions: [{ repeat: { for_each: forEach, sequence: [turnOn("{{ repeat.item }}")] } }] });
    expect(targetsOf(plan)).to.deep.equal(["light.a", "light.b"]);
  });
});

describe("a repetition for each item", () => {
  it("goes over a list that a template makes", () => {
    const repeat = { for_each: "{{ ['a', 'b'] }}", sequence: [turnOn("light.{{ repeat.item }}")] };
    expect(targetsOf(read({ actions: [{ repeat }] }))).to.deep.equal(["light.a", "light.b"]);
    const some = { ...repeat, for_each: "{{ ['light.a', 'light.b'] | select('is_state', 'off') | list }}" };
    const plan = read({ actions: [{ repeat: { ...some, sequence: [turnOn("{{ repeat.item }}")] } }] });
    expect(targetsOf(plan)).to.deep.equal(["light.a", "light.b"]);
    expect(plan.effects.every(({ path }) => path?.guards.length === 1)).to.equal(true);
  });

  it("puts the item and its number into templates", () => {
    const repeat = { for_each: ["a", "b"], sequence: [turnOn("light.{{ repeat.item }}_{{ repeat.index }}")] };
    expect(targetsOf(read({ actions: [{ repeat }] }))).to.deep.equal(["light.a_1", "light.b_2"]);
  });

  it("has an item of its own in another repetition", () => {
    const inner = { repeat: { for_each: ["x"], sequence: [turnOn("light.{{ repeat.item }}")] } };
    const plan = read({ actions: [{ repeat: { for_each: ["a", "b"], sequence: [inner] } }] });
    expect(new Set(targetsOf(plan))).to.deep.equal(new Set(["light.x"]));
  });
});
