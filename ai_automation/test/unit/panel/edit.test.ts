import { expect } from "chai";
import * as edit from "../../../src/panel/edit.ts";
import type { Automation } from "../../../src/panel/wire.ts";

const automation = (trigger: object, conditions: readonly object[] = []): Automation => ({
  alias: "x",
  triggers: [{ ...trigger }],
  conditions: conditions.map((one) => ({ ...one })),
  actions: [
    { action: "light.turn_on", target: { entity_id: ["light.a", "light.b"] }, data: { brightness_pct: 40 } },
    { action: "switch.turn_on", target: { entity_id: "switch.c" } },
  ],
});
const CLOCK = automation({ trigger: "time", at: "07:05:00" });

describe("the editor", () => {
  it("changes the time of a time trigger, across midnight too", () => {
    expect(edit.timeOf(CLOCK)).to.equal(425);
    expect(edit.withTime(CLOCK, 425 + 15).triggers).to.deep.equal([{ trigger: "time", at: "07:20:00" }]);
    expect(edit.withTime(CLOCK, -5).triggers).to.deep.equal([{ trigger: "time", at: "23:55:00" }]);
    expect(edit.timeOf(automation({ trigger: "state" }))).to.equal(null);
  });

  it("adds a thing to the actions of its domain", () => {
    expect([...edit.domainsOf(CLOCK)]).to.deep.equal(["light", "switch"]);
    const more = edit.withTarget(CLOCK, "light.d");
    expect(edit.targetsOf(more)).to.deep.equal(["light.a", "light.b", "light.d", "switch.c"]);
    expect(more.actions[0]).to.have.deep.property("data", { brightness_pct: 40 });
    expect(edit.withTarget(more, "light.d")).to.deep.equal(more);
    expect(edit.withTarget(CLOCK, "fan.e")).to.deep.equal(CLOCK);
  });

  it("sets weekdays on a time trigger, and as a condition for other triggers", () => {
    const workdays = edit.withDays(CLOCK, ["fri", "mon"]);
    expect(workdays.triggers[0]).to.deep.equal({ trigger: "time", at: "07:05:00", weekday: ["mon", "fri"] });
    expect(edit.daysOf(workdays)).to.deep.equal(["mon", "fri"]);
    expect(edit.withDays(workdays, [...edit.WEEKDAYS])).to.deep.equal(CLOCK);
    const door = automation({ trigger: "state", entity_id: "x", to: "on" });
    const weekend = edit.withDays(door, ["sat", "sun"]);
    expect(weekend.conditions).to.deep.equal([{ condition: "time", weekday: ["sat", "sun"] }]);
    expect(edit.withDays(weekend, [])).to.deep.equal(door);
  });

  it("sets and removes hours, and keeps other conditions", () => {
    const dark = { condition: "sun", after: "sunset" };
    const between = edit.withHours(automation({ trigger: "state" }, [dark]), { after: 1_320, before: 360 });
    expect(between.conditions).to.deep.equal([dark, { condition: "time", after: "22:00:00", before: "06:00:00" }]);
    expect(edit.hoursOf(between)).to.deep.equal({ after: 1_320, before: 360 });
    expect(edit.withHours(between, null).conditions).to.deep.equal([dark]);
  });

  it("turns conditions off and on again, and can add darkness", () => {
    const away = { condition: "state", entity_id: "zone.home", state: "0" };
    const offered = automation({ trigger: "state" }, [away]);
    const without = edit.withConditionToggled(offered, away);
    expect(without.conditions).to.deep.equal([]);
    const [first, dark = {}] = edit.conditionsToChoose(offered, without);
    expect(first).to.deep.equal(away);
    expect(edit.isDark(dark)).to.equal(true);
    expect(edit.withConditionToggled(edit.withConditionToggled(without, away), dark).conditions).to.deep.equal([
      away,
      { condition: "sun", after: "sunset", before: "sunrise" },
    ]);
  });

  it("does not offer to remove which button triggers the automation", () => {
    const off = { condition: "state", entity_id: "event.remote", attribute: "button", state: "off" };
    const offered = automation({ trigger: "event.received" }, [off]);
    expect(edit.conditionsToChoose(offered, offered).map((one) => edit.isDark(one))).to.deep.equal([true]);
  });

  it("changes the offset of a sun trigger and the hold of a state trigger", () => {
    const sun = automation({ trigger: "sun", event: "sunset", offset: "-00:10:00" });
    expect(edit.offsetOf(sun)).to.equal(-10);
    expect(edit.withOffset(sun, 25).triggers[0]).to.deep.equal({ trigger: "sun", event: "sunset", offset: "00:25:00" });
    expect(edit.withOffset(sun, 0).triggers[0]).to.deep.equal({ trigger: "sun", event: "sunset" });
    const still = automation({ trigger: "state", entity_id: "x", to: "off", for: "00:10:00" });
    expect(edit.holdOf(still)).to.equal(10);
    expect(edit.withHold(still, 12).triggers[0]).to.include({ for: "00:12:00" });
  });

  it("removes targets and sets levels", () => {
    expect(edit.targetsOf(CLOCK)).to.deep.equal(["light.a", "light.b", "switch.c"]);
    expect(edit.targetsOf(edit.withoutTarget(CLOCK, "switch.c"))).to.deep.equal(["light.a", "light.b"]);
    expect(edit.withoutTarget(CLOCK, "switch.c").actions).to.have.length(1);
    expect(edit.levelsOf(CLOCK)).to.deep.equal([{ action: 0, key: "brightness_pct", value: 40 }]);
    expect(edit.levelsOf(edit.withLevel(CLOCK, 0, "brightness_pct", 55))[0]?.value).to.equal(55);
  });

  it("shows and removes the targets of a pair, with the branches that are left empty", () => {
    const branch = (id: string, action: string, targets: readonly string[]): object => ({
      conditions: [{ condition: "trigger", id }],
      sequence: [{ action, target: { entity_id: targets } }],
    });
    const pair: Automation = {
      ...CLOCK,
      actions: [
        {
          choose: [
            branch("starts", "light.turn_on", ["light.a", "light.b"]),
            branch("ends", "light.turn_off", ["light.a"]),
          ],
        },
      ],
    };
    expect(edit.targetsOf(pair)).to.deep.equal(["light.a", "light.b"]);
    expect(edit.domainOf(pair)).to.equal("light");
    expect(edit.withoutTarget(pair, "light.a").actions).to.deep.equal([
      { choose: [branch("starts", "light.turn_on", ["light.b"])] },
    ]);
    expect(edit.withoutTarget(edit.withoutTarget(pair, "light.a"), "light.b").actions).to.deep.equal([]);
  });

  it("knows automations that only turn lights off", () => {
    const off = { ...CLOCK, actions: [{ action: "light.turn_off", target: { entity_id: "light.a" } }] };
    expect([
      edit.turnsLightsOff(off),
      edit.turnsLightsOff(CLOCK),
      edit.turnsLightsOff({ ...off, actions: [] }),
    ]).to.deep.equal([true, false, false]);
  });
});
