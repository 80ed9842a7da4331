import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { because } from "../../../src/model/reason.ts";
import { bootstrap, emptyTally } from "../../../src/replay/measures.ts";
import { replayAutomations } from "../../../src/replay/report.ts";
import { createWorld, wholeDays } from "../../../src/replay/world.ts";
import { aFrame, at, turningOn, type Row } from "../../support/a-frame.ts";

/**
 * Ten days: the hall light is turned on manually at 09:05 on the first eight; the lamp at noon on all ten, half of them
 * by an automation.
 */
const rows: readonly Row[] = Array.from({ length: 10 }, (_, index) => {
  const date = `2023-03-${String(index + 1).padStart(2, "0")}`;
  const hall: Row[] = [
    [`${date}T08:05:00Z`, "light.hall", "on", "manual"],
    [`${date}T10:00:00Z`, "light.hall", "off", "automation"],
  ];
  const lamp: Row[] = [
    [`${date}T11:00:00Z`, "light.lamp", "on", index % 2 === 0 ? "manual" : "automation"],
    [`${date}T12:00:00Z`, "light.lamp", "off", "automation"],
  ];
  return [...(index < 8 ? hall : []), ...lamp];
}).flat();
const frame = aFrame([["2023-03-01T00:00:00Z", "light.hall", "off"], ...rows]);
const replay = (...automations: readonly unknown[]) =>
  replayAutomations(createWorld(frame), automations.map(parseAutomation), wholeDays(frame));

describe("replay of a set", () => {
  it("measures precision, coverage, saved and false per day by their definitions", () => {
    const { total, measures, days } = replay(turningOn({ trigger: "time", at: "09:00" }));
    expect(days).to.equal(10);
    // 8 manual actions on the hall light, whose first row has an unknown origin, and 5 on the lamp.
    expect(total).to.include({ tp: 8, fp: 2, saved: 8, actions: 14 });
    expect(measures.precision).to.equal(0.8);
    expect(measures.coverage).to.equal(8 / 14);
    expect(measures.falsePerDay).to.equal(0.2);
    expect(measures.netPerWeek).to.be.closeTo(((8 - 2 * 2) * 7) / 10, 1e-9);
  });

  it("does not count a run after the person acted as saved", () => {
    expect(replay(turningOn({ trigger: "time", at: "09:10" })).total).to.include({ tp: 8, saved: 0 });
  });

  it("distinguishes good, bad, idle and undecided rules", () => {
    const set = replay(
      turningOn({ trigger: "time", at: "09:00" }),
      turningOn({ trigger: "time", at: "20:00" }),
      turningOn({ trigger: "state", entity_id: "light.hall", to: "never" }),
    );
    expect(set.rules.map(({ verdict }) => verdict)).to.deep.equal(["good", "bad", "idle"]);
  });

  it("cannot tell about an automation that depends on entities without history", () => {
    const dark = { condition: "state", entity_id: "sun.sun", state: "below_horizon" };
    const set = replay(
      turningOn({ trigger: "state", entity_id: "binary_sensor.none", to: "on" }),
      turningOn({ trigger: "time", at: "09:00" }, dark),
    );
    expect(set.rules.map(({ verdict, unsupported }) => [verdict, ...unsupported])).to.deep.equal([
      ["unsupported", because("no_history", { entity: "binary_sensor.none" })],
      ["unsupported", because("no_history", { entity: "sun.sun" })],
    ]);
  });

  it("says what starts each and what it acts on", () => {
    const publish = { action: "mqtt.publish", data: { topic: "a", payload: "b" } };
    const { rules } = replay(
      turningOn({ trigger: "time", at: "09:00" }),
      { ...turningOn({ trigger: "time", at: "09:00" }), actions: [publish] },
      { ...turningOn({ trigger: "unknown" }), actions: [{ action: "light.turn_on", target: { area_id: "x" } }] },
      { ...turningOn({ trigger: "time", at: "09:00" }), actions: [{ action: "notify.me" }] },
    );
    expect(rules.map(({ hasTrigger, aim }) => [hasTrigger, aim])).to.deep.equal([
      [true, "entities"],
      [true, "no_entity"],
      [false, "unread"],
      [true, null],
    ]);
  });

  it("names automations it cannot replay and judges the others", () => {
    const set = replay(
      turningOn({ trigger: "template", value_template: "{{ lights | length }}" }),
      { ...turningOn({ trigger: "time", at: "09:00" }), actions: [{ delay: "00:01:00" }] },
      turningOn({ trigger: "time", at: "09:00" }, { condition: "template", value_template: "{{ lights | length }}" }),
      { use_blueprint: { path: "x.yaml" } },
      turningOn({ trigger: "time", at: "09:00" }),
    );
    expect(set.rules.map(({ unsupported }) => unsupported)).to.deep.equal([
      [because("template_name", { name: "lights" })],
      [because("no_action")],
      [because("template_name", { name: "lights" })],
      [because("blueprint")],
      [],
    ]);
    expect(set.total.tp).to.equal(8);
  });

  it("excludes reminders from precision and counts their alerts", () => {
    const reminder = {
      alias: "Light is on",
      triggers: [{ trigger: "state", entity_id: "light.hall", to: "on" }],
      actions: [{ action: "notify.mobile_app_anna", data: { message: "The light is on" } }],
    };
    const { rules, total } = replay(reminder);
    expect(rules[0]).to.include({ verdict: "reminder" });
    expect(rules[0]?.alertsPerWeek).to.be.closeTo((8 * 7) / 10, 1e-9);
    expect(total).to.include({ tp: 0, fp: 0 });
  });

  it("judges nothing outside the interval", () => {
    const interval = { from: at("2023-03-02T23:00:00Z"), to: at("2023-03-04T23:00:00Z") };
    const plans = [parseAutomation(turningOn({ trigger: "time", at: "09:00" }))];
    expect(replayAutomations(createWorld(frame), plans, interval)).to.deep.include({ days: 2, interval });
    expect(replayAutomations(createWorld(frame), plans, interval).total).to.include({ tp: 2, actions: 3 });
  });

  it("never acts on locks, valves and alarms", () => {
    const unlock = {
      alias: "x",
      triggers: [{ trigger: "time", at: "09:00" }],
      actions: [{ action: "lock.unlock", target: { entity_id: "lock.door" } }],
    };
    const valve = { ...unlock, actions: [{ action: "homeassistant.turn_on", target: { entity_id: "valve.water" } }] };
    expect(parseAutomation(unlock).effects).to.deep.equal([]);
    expect(parseAutomation(valve).effects).to.deep.equal([]);
    expect(replay(unlock, valve).total).to.include({ tp: 0, fp: 0, noop: 0 });
  });

  it("accepts the old singular keys", () => {
    const old = {
      alias: "x",
      trigger: { platform: "time", at: "09:00" },
      action: { service: "light.turn_on", entity_id: "light.hall" },
    };
    const withData = { ...old, action: { service: "light.turn_on", data: { entity_id: "light.hall" } } };
    for (const config of [old, withData])
      expect(parseAutomation(config)).to.deep.include({
        unsupported: [],
        effects: [{ entityId: "light.hall", state: "on" }],
      });
  });
});

describe("bootstrap", () => {
  it("is deterministic, and its interval contains the measure", () => {
    const days = Array.from({ length: 40 }, (_, day) => ({
      ...emptyTally(),
      tp: day % 4 === 0 ? 0 : 1,
      fp: day % 4 === 0 ? 1 : 0,
    }));
    const first = bootstrap(days);
    expect(first).to.deep.equal(bootstrap(days));
    expect(first.precision?.low).to.be.within(0.55, 0.7);
    expect(first.precision?.high).to.be.within(0.8, 0.92);
    expect(first.coverage).to.equal(null);
  });
});
