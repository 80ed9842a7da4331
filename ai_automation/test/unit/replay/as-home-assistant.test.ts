import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { Interval } from "../../../src/model/state-change.ts";
import { firesOf } from "../../../src/replay/fires.ts";
import { createWorld } from "../../../src/replay/world.ts";
import { aFrame, at, turningOn, type Row } from "../../support/a-frame.ts";

const LAMP = "light.desk";
const MODE = "sensor.mode";
const DOOR = "binary_sensor.door";

/** States of one entity on 1 March 2023, at minutes and seconds past 10:00 UTC. */
const states = (entityId: string, ...changes: readonly (readonly [time: string, state: string])[]): readonly Row[] =>
  changes.map(([time, state]): Row => [`2023-03-01T10:${time}Z`, entityId, state]);

/** Minutes and seconds past 10:00 UTC at which an automation runs, by the rules of Home Assistant 2026.11.0. */
function runs(
  rows: readonly Row[],
  trigger: object,
  conditions: readonly object[] = [],
  downtimes: readonly Interval[] = [],
): readonly string[] {
  const frame = { ...aFrame([["2023-03-01T09:00:00Z", LAMP, "off"], ...rows]), downtimes };
  const plan = parseAutomation(turningOn(trigger, ...conditions));
  expect(plan.unsupported).to.deep.equal([]);
  const day = { from: at("2023-03-01T10:00:00Z"), to: at("2023-03-01T11:00:00Z") };
  return firesOf(plan, createWorld(frame), day).map(({ at }) => new Date(at).toISOString().slice(14, 19));
}

const state = (rest: object, entity_id: string = DOOR): object => ({ trigger: "state", entity_id, ...rest });

/** components/homeassistant/triggers/state.py */
describe("a state trigger, as Home Assistant runs it", () => {
  const outage = states(
    DOOR,
    ["00:00", "off"],
    ["01:00", "on"],
    ["10:00", "unavailable"],
    ["11:00", "unknown"],
    ["12:00", "on"],
    ["20:00", "unavailable"],
    ["21:00", "off"],
  );

  it("fires on the return to the state that it waits for", () => {
    expect(runs(outage, state({ to: "on" }))).to.deep.equal(["01:00", "12:00"]);
    expect(runs(outage, state({ to: "off" }))).to.deep.equal(["00:00", "21:00"]);
  });

  it("fires on going away and on coming back, where that is asked for", () => {
    expect(runs(outage, state({ to: "unavailable" }))).to.deep.equal(["10:00", "20:00"]);
    expect(runs(outage, state({ from: "unavailable" }))).to.deep.equal(["11:00", "21:00"]);
    expect(runs(outage, state({ from: "unknown" }))).to.deep.equal(["12:00"]);
    expect(runs(outage, state({ to: "unavailable", for: { minutes: 1 } }))).to.deep.equal(["11:00", "21:00"]);
    expect(runs(outage, state({ to: "unavailable", for: "00:01:01" }))).to.deep.equal([]);
  });

  it("fires on every change with `to: null`, `from: null` or a star", () => {
    const all = ["01:00", "10:00", "11:00", "12:00", "20:00", "21:00"];
    for (const any of [{ to: null }, { to: "*" }, { from: null }, { from: "*" }, { not_to: null }])
      expect(runs(outage, state(any)).slice(1)).to.deep.equal(all);
    expect(runs(outage, state({ not_to: "*" }))).to.deep.equal([]);
    expect(runs(outage, state({ to: ["*", "off"] })), "within a list, a star is a state").to.deep.equal([
      "00:00",
      "21:00",
    ]);
  });

  it("ends a hold of the new state at the next change, also to unavailable", () => {
    expect(runs(outage, state({ to: "on", for: { minutes: 8 } }))).to.deep.equal(["09:00", "20:00"]);
    expect(runs(outage, state({ to: "on", for: { minutes: 9 } }))).to.deep.equal(["10:00"]);
  });

  const modes = states(MODE, ["00:00", "a"], ["01:00", "b"], ["02:00", "c"], ["05:00", "a"], ["06:00", "b"]);

  it("ends a hold of `from` without `to` only at the return of the old state; holds add up", () => {
    const from = (rest: object): readonly string[] => runs(modes, state({ for: { minutes: 3 }, ...rest }, MODE));
    expect(from({ from: "a" })).to.deep.equal(["04:00", "09:00"]);
    expect(from({ from: ["a", "b"] })).to.deep.equal(["04:00", "05:00", "09:00"]);
    expect(from({ from: "a", not_to: "x" })).to.deep.equal(["04:00", "09:00"]);
    expect(from({ not_from: "b" })).to.deep.equal(["09:00"]);
    expect(from({ from: "a", to: null }), "`to: null` is a `to`").to.deep.equal(["09:00"]);
    expect(runs(modes, state({ from: "a", for: { minutes: 4 } }, MODE))).to.deep.equal(["05:00", "10:00"]);
    expect(runs(modes, state({ from: "a", for: "00:04:01" }, MODE))).to.deep.equal(["10:01"]);
  });

  it("keeps the states before and after its change while it waits for a hold", () => {
    const trigger = state({ from: "a", for: { minutes: 3 } }, MODE);
    const where = (text: string): readonly string[] =>
      runs(modes, trigger, [{ condition: "template", value_template: text }]);
    expect(where("{{ trigger.to_state.state == 'b' }}")).to.deep.equal(["04:00", "09:00"]);
    expect(where("{{ trigger.to_state.state == 'c' }}")).to.deep.equal([]);
    expect(where("{{ trigger.from_state.state == 'a' }}")).to.deep.equal(["04:00", "09:00"]);
    const becomes = {
      trigger: "template",
      value_template: `{{ states('${MODE}') in ['b', 'c'] }}`,
      for: { minutes: 2 },
    };
    const cameFromA = { condition: "template", value_template: "{{ trigger.from_state.state == 'a' }}" };
    expect(runs(modes, becomes, [cameFromA]), "components/template/trigger.py").to.deep.equal(["03:00", "08:00"]);
  });

  it("checks conditions on the state at the end of such a hold", () => {
    const isB = { condition: "state", entity_id: MODE, state: "b" };
    const isC = { ...isB, state: "c" };
    const trigger = state({ from: "a", for: { minutes: 3 } }, MODE);
    expect(runs(modes, trigger, [isB])).to.deep.equal(["09:00"]);
    expect(runs(modes, trigger, [isC])).to.deep.equal(["04:00"]);
  });
});

/** components/homeassistant/triggers/numeric_state.py and async_numeric_state in helpers/condition/conditions.py */
describe("a numeric trigger, as Home Assistant runs it", () => {
  const LUX = "sensor.lux";
  const above = (rest: object = {}): object => ({ trigger: "numeric_state", entity_id: LUX, above: 20, ...rest });

  it("needs a value outside of the range before: a gap is one, text and the first value are none", () => {
    const rows = states(
      LUX,
      ["00:00", "25"],
      ["01:00", "30"],
      ["02:00", "error"],
      ["03:00", "30"],
      ["04:00", "unavailable"],
      ["05:00", "error"],
      ["06:00", "30"],
      ["07:00", "20"],
      ["08:00", "20.5"],
    );
    expect(runs(rows, above())).to.deep.equal(["06:00", "08:00"]);
  });

  it("ends a hold with text, and does not begin it again before a value is out of range", () => {
    const rows = states(LUX, ["00:00", "10"], ["01:00", "25"], ["02:00", "26"], ["03:00", "x"], ["04:00", "25"]);
    expect(runs(rows, above({ for: { minutes: 2 } }))).to.deep.equal(["03:00"]);
    expect(runs(rows, above({ for: "00:02:01" }))).to.deep.equal([]);
  });

  it("reads numbers as Python does", () => {
    const rows = states(
      LUX,
      ["00:00", "10"],
      ["01:00", "0x20"],
      ["02:00", "1e2"],
      ["03:00", " 5 "],
      ["04:00", "+.5e2"],
    );
    expect(runs(rows, above())).to.deep.equal(["02:00", "04:00"]);
    const isAbove = { condition: "numeric_state", entity_id: LUX, above: 20 };
    expect(runs(rows, state({ to: null }, LUX), [{ condition: "not", conditions: [isAbove] }])).to.deep.equal([
      "00:00",
      "03:00",
    ]);
  });
});

/** helpers/condition/conditions.py */
describe("a condition, as Home Assistant checks it", () => {
  const ticks = states(LAMP, ["01:00", "on"], ["03:00", "off"], ["05:00", "on"], ["07:00", "off"], ["09:00", "on"]);
  const rows = [
    ...ticks,
    ...states(DOOR, ["00:00", "on"], ["02:00", "unavailable"], ["04:00", "unknown"], ["06:00", "on"]),
  ];
  const tick = state({ to: null }, LAMP);
  const is = (state: string | readonly string[], rest: object = {}): object => ({
    condition: "state",
    entity_id: DOOR,
    state,
    ...rest,
  });

  it("tells unavailable from unknown", () => {
    expect(runs(rows, tick, [is("unavailable")])).to.deep.equal(["03:00"]);
    expect(runs(rows, tick, [is("unknown")])).to.deep.equal(["05:00"]);
    expect(runs(rows, tick, [is("unavailable", { for: { minutes: 1 } })])).to.deep.equal(["03:00"]);
    expect(runs(rows, tick, [{ condition: "not", conditions: [is(["unavailable", "unknown"])] }])).to.deep.equal([
      "01:00",
      "07:00",
      "09:00",
    ]);
  });

  it("counts the time in a state from the last return", () => {
    expect(runs(rows, tick, [is("on", { for: { minutes: 1 } })])).to.deep.equal(["01:00", "07:00", "09:00"]);
    expect(runs(rows, tick, [is("on", { for: { minutes: 2 } })])).to.deep.equal(["09:00"]);
  });

  it("sees what other entities report in the same millisecond, since it came in the same message", () => {
    const together = (time: string): readonly Row[] => [
      [`2023-03-01T10:${time}Z`, LAMP, "on"],
      [`2023-03-01T10:${time}Z`, DOOR, "off"],
    ];
    const first = states(DOOR, ["00:00", "on"]);
    expect(runs([...first, ...together("01:00.123")], tick, [is("off")])).to.deep.equal(["01:00"]);
    expect(runs([...first, ...together("01:00")], tick, [is("off")]), "whole seconds do not tell").to.deep.equal([]);
  });

  it("sees only what came before, where times have microseconds: each change is dispatched before the next is made", () => {
    const together: readonly Row[] = [LAMP, DOOR].map((entityId) => ["2023-03-01T10:01:00.123Z", entityId, "on"]);
    const frame = aFrame([["2023-03-01T10:00:00Z", LAMP, "off"], ...states(DOOR, ["00:00", "off"]), ...together]);
    const plan = parseAutomation(turningOn(tick, is("on")));
    const runsWith = (entityId: string): number => {
      const entity = frame.entities.find(entityId)!;
      const times = frame.times.map((time, row) => (row === frame.start[entity]! + 1 ? time + 0.2 : time));
      const day = { from: at("2023-03-01T10:00:30Z"), to: at("2023-03-01T11:00:00Z") };
      return firesOf(plan, createWorld({ ...frame, times }), day).length;
    };
    expect(runsWith(DOOR), "the door after the lamp").to.equal(0);
    expect(runsWith(LAMP), "the lamp after the door").to.equal(1);
  });

  it("takes the state of a helper for the required one; a missing helper is an error", () => {
    const wanted = states("input_select.wanted", ["00:00", "off"], ["06:30", "on"]);
    const all = [...rows, ...wanted];
    expect(runs(all, tick, [is("input_select.wanted")])).to.deep.equal(["07:00", "09:00"]);
    const not = (condition: object): object => ({ condition: "not", conditions: [condition] });
    expect(runs(all, tick, [not(is("input_select.wanted"))])).to.deep.equal(["01:00", "03:00", "05:00"]);
    expect(runs(all, tick, [not(is("input_select.missing"))])).to.deep.equal([]);
    expect(runs(all, tick, [is(["input_select.wanted", "input_text.missing"])])).to.deep.equal(["07:00", "09:00"]);
    expect(runs(all, tick, [is(["input_text.missing", "input_select.wanted"])])).to.deep.equal([]);
  });

  it("holds all day between equal bounds and before midnight", () => {
    const all = ["01:00", "03:00", "05:00", "07:00", "09:00"];
    const time = (rest: object): object => ({ condition: "time", ...rest });
    expect(runs(rows, tick, [time({ after: "12:00:00", before: "12:00:00" })])).to.deep.equal(all);
    expect(runs(rows, tick, [time({ before: "00:00:00" })])).to.deep.equal(all);
    expect(runs(rows, tick, [time({ after: "00:00:00" })])).to.deep.equal(all);
    expect(runs(rows, tick, [time({ after: "11:05:00", before: "11:05:00" })]), "local time").to.deep.equal(all);
    expect(runs(rows, tick, [time({ before: "11:05:00" })])).to.deep.equal(["01:00", "03:00"]);
    expect(runs(rows, tick, [time({ after: "11:05:00", before: "11:03:00" })])).to.deep.equal([
      "01:00",
      "05:00",
      "07:00",
      "09:00",
    ]);
  });
});

/** components/sun/condition.py and trigger.py */
describe("the sun at polar limits, as Home Assistant sees it", () => {
  const SVALBARD = { latitude: 78.22, longitude: 15.65, elevation: 20 };
  const hours = (date: string, condition: object): number => {
    const frame = aFrame([[`${date}T00:00:00Z`, LAMP, "off"]], SVALBARD);
    const at24 = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:30`);
    const plan = parseAutomation(turningOn({ trigger: "time", at: at24 }, condition));
    const from = at(`${date}T22:00:00Z`);
    return firesOf(plan, createWorld(frame), { from, to: from + 24 * 3_600_000 }).length;
  };

  it("has neither day nor night without a sunrise and a sunset", () => {
    for (const date of ["2023-06-20", "2023-12-20"]) {
      expect(hours(date, { condition: "sun", after: "sunrise", before: "sunset" })).to.equal(0);
      expect(hours(date, { condition: "sun", after: "sunset", before: "sunrise" })).to.equal(0);
      expect(hours(date, { condition: "not", conditions: [{ condition: "sun", after: "sunset" }] })).to.equal(24);
    }
    expect(hours("2023-03-20", { condition: "sun", after: "sunrise", before: "sunset" })).to.equal(12);
  });
});

/** components/homeassistant/triggers/time.py */
describe("a time that an entity sets, as Home Assistant keeps it", () => {
  const WAKE = "input_datetime.wake";
  const ALARM = "sensor.alarm";
  const time = (at: unknown): object => ({ trigger: "time", at });

  it("comes daily for a helper with a time, until the next change", () => {
    const rows = states(
      WAKE,
      ["00:00", "11:10:00"],
      ["05:00", "11:20:00"],
      ["25:00", "11:30:00"],
      ["28:00", "11:40:00"],
    );
    expect(runs(rows, time(WAKE))).to.deep.equal(["20:00", "40:00"]);
    expect(runs(rows, time({ entity_id: WAKE, offset: "00:02:00" }))).to.deep.equal(["22:00", "42:00"]);
    expect(runs(rows, time([WAKE, "11:50"]))).to.deep.equal(["20:00", "40:00", "50:00"]);
  });

  it("wraps around midnight with an offset", () => {
    const rows = states(WAKE, ["00:00", "23:50:00"]);
    expect(runs(rows, time({ entity_id: WAKE, offset: "11:25:00" }))).to.deep.equal(["15:00"]);
  });

  it("comes once for a helper with a date, unless it has passed when it is set", () => {
    const rows = states(WAKE, ["10:00", "2023-03-01 11:20:00"], ["30:00", "2023-03-01 11:25:00"]);
    expect(runs(rows, time(WAKE))).to.deep.equal(["20:00"]);
    expect(runs(rows, time({ entity_id: WAKE, offset: "-00:05:00" }))).to.deep.equal(["15:00"]);
    expect(runs(rows, time({ entity_id: WAKE, offset: "-00:15:00" }))).to.deep.equal([]);
    expect(runs(states(WAKE, ["10:00", "2023-03-01"]), time({ entity_id: WAKE, offset: "11:20:00" }))).to.deep.equal([
      "20:00",
    ]);
  });

  it("comes for a sensor with a time stamp, and not while it is away", () => {
    const alarm = (text: string): string => `2023-03-01T${text}+00:00`;
    const rows = states(
      ALARM,
      ["01:00", alarm("10:10:00")],
      ["20:00", alarm("10:30:00")],
      ["21:00", "unavailable"],
      ["40:00", alarm("10:50:00")],
    );
    expect(runs(rows, time(ALARM))).to.deep.equal(["10:00", "50:00"]);
    expect(runs(rows, time({ entity_id: ALARM, offset: { minutes: -5 } }))).to.deep.equal(["05:00", "45:00"]);
  });
});

/** components/automation/entity.py: triggers are attached anew when Home Assistant starts. */
describe("a restart, as Home Assistant goes through it", () => {
  const down = [{ from: at("2023-03-01T10:10:00Z"), to: at("2023-03-01T10:12:00Z") }];

  it("triggers nothing until it has started, and forgets the holds that had begun", () => {
    const rows = states(DOOR, ["00:00", "off"], ["09:00", "on"], ["11:00", "unavailable"], ["11:30", "on"]);
    expect(runs(rows, state({ to: "on" }), [], down)).to.deep.equal(["09:00"]);
    expect(runs(rows, state({ from: "off", for: { minutes: 5 } }), [], down)).to.deep.equal([]);
    expect(runs(rows, state({ from: "off", for: { minutes: 5 } }))).to.deep.equal(["14:00"]);
    expect(runs(rows, { trigger: "time", at: ["11:11", "11:13"] }, [], down)).to.deep.equal(["13:00"]);
  });

  it("arms a numeric trigger by the value at the start", () => {
    const lux = (state: string): readonly Row[] =>
      states("sensor.lux", ["00:00", "10"], ["11:00", state], ["20:00", "30"]);
    const above = { trigger: "numeric_state", entity_id: "sensor.lux", above: 20 };
    expect(runs(lux("5"), above, [], down)).to.deep.equal(["20:00"]);
    expect(runs(lux("unavailable"), above, [], down)).to.deep.equal(["20:00"]);
    expect(runs(lux("25"), above, [], down)).to.deep.equal([]);
    expect(runs(lux("text"), above, [], down)).to.deep.equal([]);
  });

  it("counts the time in a state from the start", () => {
    const rows = [
      ...states(DOOR, ["00:00", "on"]),
      ...states(LAMP, ["09:00", "on"], ["13:00", "off"], ["20:00", "on"]),
    ];
    const isOpen = { condition: "state", entity_id: DOOR, state: "on", for: { minutes: 5 } };
    expect(runs(rows, state({ to: null }, LAMP), [isOpen], down)).to.deep.equal(["09:00", "20:00"]);
  });
});
