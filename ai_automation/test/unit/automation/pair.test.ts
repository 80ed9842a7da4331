import { expect } from "chai";
import { withLevel, withoutTarget, withTarget } from "../../../src/automation/edit/actions.ts";
import { shifted, withHold, withTrigger } from "../../../src/automation/edit/trigger.ts";
import { halvesOf, pairOf } from "../../../src/automation/pair.ts";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { AutomationConfig } from "../../../src/model/automation.ts";

const motion = (to: string, more = {}) => ({ trigger: "state", entity_id: "binary_sensor.hall_motion", to, ...more });

const ON: AutomationConfig = {
  alias: "On",
  description: "",
  triggers: [motion("on")],
  conditions: [{ condition: "sun", after: "sunset", before: "sunrise" }],
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall"] }, data: { brightness_pct: 40 } }],
  mode: "single",
};
const OFF: AutomationConfig = {
  alias: "Off",
  description: "",
  triggers: [motion("off", { for: "00:05:00" })],
  conditions: [],
  actions: [{ action: "light.turn_off", target: { entity_id: ["light.hall"] } }],
  mode: "single",
};
const WORDS = { alias: "Both", description: "Seen often." };
const BOTH = pairOf([ON, OFF], WORDS);

const aLight = (entityId: string) => ({
  entityId,
  name: "Hall",
  areaId: null,
  areaName: null,
  deviceClass: null,
  isMinable: true,
});

describe("a pair of automations", () => {
  it("is one automation that chooses by its trigger", () => {
    expect(BOTH).to.deep.equal({
      ...WORDS,
      triggers: [motion("on", { id: "starts" }), motion("off", { for: "00:05:00", id: "ends" })],
      conditions: [],
      actions: [
        {
          choose: [
            { conditions: [{ condition: "trigger", id: "starts" }, ...ON.conditions], sequence: ON.actions },
            { conditions: [{ condition: "trigger", id: "ends" }], sequence: OFF.actions },
          ],
        },
      ],
      mode: "single",
    });
    expect(parseAutomation(BOTH).unsupported).to.deep.equal([]);
  });

  it("consists of what it was made of, and of conditions that were added to both", () => {
    expect(halvesOf(BOTH)).to.deep.equal([
      { ...ON, ...WORDS },
      { ...OFF, ...WORDS },
    ]);
    const weekend = { condition: "time", weekday: ["sat", "sun"] };
    const halves = halvesOf({ ...BOTH, conditions: [weekend] });
    expect(halves?.map(({ conditions }) => conditions)).to.deep.equal([[weekend, ...ON.conditions], [weekend]]);
  });

  it("is no other automation with two triggers or a choice", () => {
    const [start = {}] = BOTH.triggers;
    const [{ choose } = {}] = BOTH.actions;
    for (const other of [
      ON,
      { ...BOTH, triggers: [start, start] },
      { ...BOTH, triggers: [start] },
      { ...BOTH, actions: [{ choose, default: OFF.actions }] },
      { ...BOTH, actions: [...BOTH.actions, ...OFF.actions] },
    ])
      expect(halvesOf(other)).to.equal(undefined);
  });

  it("gets a level in the half that turns on", () => {
    const edited = withLevel(BOTH, [{ entityId: "light.hall" }], { kind: "brightness", value: 15 });
    const [on, off] = halvesOf(edited) ?? [];
    expect(on?.actions).to.deep.equal([
      { action: "light.turn_on", target: { entity_id: ["light.hall"] }, data: { brightness_pct: 15 } },
    ]);
    expect(off?.actions).to.deep.equal(OFF.actions);
  });

  it("gets another wait in the half that waits", () => {
    expect(withHold(BOTH, 10)).to.deep.equal(
      pairOf([ON, { ...OFF, triggers: [motion("off", { for: "00:10:00" })] }], WORDS),
    );
    expect(shifted(BOTH, 3)).to.deep.equal(
      pairOf([ON, { ...OFF, triggers: [motion("off", { for: "00:08:00" })] }], WORDS),
    );
    expect(() => withHold(pairOf([ON, ON], WORDS), 10)).to.throw("cannot be changed this way");
  });

  it("loses an entity in both halves, and a half without any", () => {
    const two = {
      ...ON,
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall", "light.stairs"] } }],
    };
    const [on, off] = halvesOf(withoutTarget(pairOf([two, OFF], WORDS), "light.stairs")) ?? [];
    expect(on?.actions).to.deep.equal([{ action: "light.turn_on", target: { entity_id: ["light.hall"] } }]);
    expect(off?.actions).to.deep.equal(OFF.actions);
    expect(withoutTarget(pairOf([two, OFF], WORDS), "light.hall")).to.deep.equal({
      ...two,
      ...WORDS,
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.stairs"] } }],
    });
    expect(withoutTarget(BOTH, "light.hall").actions).to.deep.equal([]);
  });

  it("cannot be changed where it is not clear which half is meant", () => {
    expect(withTarget(BOTH, aLight("light.hall"), "off")).to.equal(BOTH);
    expect(() => withTarget(BOTH, aLight("light.stairs"), "on")).to.throw("This automation has two parts");
    expect(() => withTrigger(BOTH, motion("on"))).to.throw("several triggers");
  });
});
