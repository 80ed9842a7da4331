import { expect } from "chai";
import { stringify } from "yaml";
import { readAutomation } from "../../../../src/automation/read/input.ts";

const nested = (depth: number): object =>
  Array.from({ length: depth }).reduce<object>((inner) => ({ condition: "not", conditions: [inner] }), {
    condition: "state",
    entity_id: "light.x",
    state: "on",
  });

const anAutomation = (conditions: readonly object[]) => ({
  alias: "Hall light",
  triggers: Array.from({ length: 90 }, (_, i) => ({
    trigger: "state",
    entity_id: `binary_sensor.door_${i}`,
    to: "on",
  })),
  conditions,
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
});

const refusal = (automationYaml: string): string => {
  try {
    readAutomation({ automationYaml });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("an automation as YAML or JSON", () => {
  it("is the same in both, also if it is large", () => {
    const automation = anAutomation(Array.from({ length: 60 }, (_, i) => nested(i % 5)));
    const automationYaml = stringify(automation);
    expect(automationYaml.length).to.be.above(15_000);
    expect(readAutomation({ automationYaml })).to.deep.equal(readAutomation({ automation }));
  });

  it("may be nested, but not so deep that reading it would run out of stack", () => {
    const deep = nested(5_000);
    expect(readAutomation({ automation: anAutomation([nested(20)]) }).conditions).to.deep.equal([nested(20)]);
    expect(() => readAutomation({ automation: anAutomation([deep]) })).to.throw("nested more than 50 deep");
    expect(refusal(`alias: x\ntriggers: ${"[".repeat(5_000)}${"]".repeat(5_000)}`)).to.include("The YAML is not valid");
  });

  it("is refused before it is validated if it is too large, also by aliases", () => {
    const many = (count: number): object => ({ ...anAutomation([]), triggers: Array<number>(count).fill(0) });
    expect(() => readAutomation({ automation: many(120_000) })).to.throw("more than 20000 characters of JSON");
    const long = "x".repeat(2_000);
    expect(refusal(`alias: &a ${long}\ntriggers: [${"*a,".repeat(20)}]\n`)).to.include("20000 characters of JSON");
  });

  it("is refused with its first faults, however many it has", () => {
    const automation = { ...anAutomation([]), triggers: Array<number>(9_000).fill(0) };
    expect(() => readAutomation({ automation })).to.throw(/triggers\.4: .*; and 8995 more\.$/);
  });

  it("has each key once in a map, at every level", () => {
    expect(refusal("alias: a\nalias: b\n")).to.equal('The YAML is not valid: the key "alias" occurs twice in one map.');
    expect(refusal("alias: a\ntriggers: [{ trigger: state, to: 'on', \"to\": 'off' }]\n")).to.include('the key "to"');
    expect(refusal("alias: a\n1: b\n'1': c\n")).to.include('the key "1"');
  });

  it("does not grow by aliases", () => {
    const lists = Array.from({ length: 8 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`).join("\n");
    expect(refusal(`l0: &l0 [x]\n${lists}\n`)).to.include("Excessive alias count");
  });
});
