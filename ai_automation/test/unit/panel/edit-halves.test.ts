import { expect } from "chai";
import { pairOf } from "../../../src/automation/pair.ts";
import { halvesOf, withHalf } from "../../../src/panel/edit-halves.ts";
import { levelsOf, withHold, withLevel } from "../../../src/panel/edit.ts";

const half = (to: string, service: string, data?: object) => ({
  alias: "x",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.door", to }],
  conditions: [{ condition: "sun", after: "sunset", before: "sunrise" }],
  actions: [{ action: service, target: { entity_id: ["light.a"] }, ...(data === undefined ? {} : { data }) }],
  mode: "single" as const,
});
const on = half("on", "light.turn_on", { brightness_pct: 40 });
const off = half("off", "light.turn_off");
const PAIR = pairOf([on, off], { alias: "Pair", description: "" });

describe("the halves of a pair in the editor", () => {
  it("are the automations that the service paired, without the ids of their triggers", () => {
    const [first, second] = halvesOf(PAIR) ?? [];
    expect(first?.triggers).to.deep.equal(on.triggers);
    expect(first?.conditions).to.deep.equal(on.conditions);
    expect(second?.actions).to.deep.equal(off.actions);
  });

  it("are edited alone, and stay a pair that the service reads", () => {
    const [first, second] = halvesOf(PAIR) ?? [];
    const [level] = levelsOf(first!);
    expect(level).to.include({ key: "brightness_pct", value: 40 });
    const brighter = withHalf(PAIR, 0, withLevel(first!, 0, "brightness_pct", 70));
    const held = withHalf(brighter, 1, withHold(second!, 5));
    const changed = [
      { ...on, actions: [{ ...on.actions[0]!, data: { brightness_pct: 70 } }] },
      { ...off, triggers: [{ ...off.triggers[0]!, for: "00:05:00" }] },
    ] as const;
    expect(held).to.deep.equal(pairOf(changed, { alias: "Pair", description: "" }));
  });

  it("are none in an automation with one trigger or with other actions", () => {
    expect(halvesOf(on)).to.equal(null);
    expect(halvesOf({ ...PAIR, actions: [...PAIR.actions, { delay: "00:01:00" }] })).to.equal(null);
  });
});
