import { expect } from "chai";
import { conditionPlanOf } from "../../../src/automation/plan-of-habit.ts";
import { parseCondition } from "../../../src/automation/read/condition.ts";
import { conditionOf } from "../../../src/automation/write/automation.ts";
import type { HabitCondition } from "../../../src/model/habit.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { judge, turningOn, type Row } from "../../support/a-frame.ts";

const hourly = { trigger: "time", at: Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`) };

/** Local hours (Amsterdam, winter) at which an hourly automation would have run on 1 March 2023. */
function hours(rows: readonly Row[], ...conditions: readonly object[]): readonly number[] {
  const frame: Row[] = [
    ["2023-02-28T22:00:00Z", "light.hall", "off"],
    ...rows,
    ["2023-03-01T22:59:00Z", "sensor.x", "1"],
  ];
  return judge(frame, turningOn(hourly, ...conditions))
    .filter((line) => line >= "2023-02-28T23" && line < "2023-03-01T23")
    .map((line) => (Number(line.slice(11, 13)) + 1) % 24);
}

describe("conditions", () => {
  it("on the time include `after` and exclude `before`", () => {
    expect(hours([], { condition: "time", after: "09:00", before: "12:00" })).to.deep.equal([9, 10, 11]);
  });

  it("on the time span midnight if `after` is later than `before`", () => {
    expect(hours([], { condition: "time", after: "22:00:00", before: "02:00" })).to.deep.equal([0, 1, 22, 23]);
  });

  it("on the weekday use the local day", () => {
    expect(hours([], { condition: "time", weekday: ["wed"] })).to.have.length(24);
    expect(hours([], { condition: "time", weekday: "thu" })).to.deep.equal([]);
  });

  it("on the sun: after sunset with before sunrise is the whole night", () => {
    const night = hours([], { condition: "sun", after: "sunset", before: "sunrise" });
    expect(night).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 19, 20, 21, 22, 23]);
    expect(hours([], { condition: "sun", after: "sunset" })).to.deep.equal([19, 20, 21, 22, 23]);
    expect(
      hours([], { condition: "sun", before: "sunset", before_offset: "-01:00:00", after: "sunrise" }),
    ).to.deep.equal([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  });

  it("on a state use the state before the instant", () => {
    const rows: Row[] = [
      ["2023-03-01T07:00:00Z", "person.anna", "home"],
      ["2023-03-01T09:00:00Z", "person.anna", "not_home"],
    ];
    expect(hours(rows, { condition: "state", entity_id: "person.anna", state: "home" })).to.deep.equal([9, 10]);
  });

  it("on a state with `for` use how long it has lasted", () => {
    const rows: Row[] = [["2023-03-01T07:30:00Z", "person.anna", "home"]];
    const condition = { condition: "state", entity_id: "person.anna", state: ["home"], for: { hours: 13 } };
    expect(hours(rows, condition)).to.deep.equal([22, 23]);
  });

  it("on a recent change hold until its time is over, and not without the change", () => {
    const rows: Row[] = [
      ["2023-02-28T23:30:00Z", "switch.tv", "on"],
      ["2023-03-01T07:30:00Z", "switch.tv", "off"],
      ["2023-03-01T11:00:00Z", "switch.tv", "on"],
      ["2023-03-01T14:30:00Z", "switch.tv", "unavailable"],
    ];
    const within = (state: string, hour: number): object =>
      conditionOf({ kind: "recent", entityId: "switch.tv", state, within: hour * HOUR });
    expect(hours(rows, within("off", 2))).to.deep.equal([9, 10]);
    expect(hours(rows, within("on", 3))).to.deep.equal([1, 2, 3, 13, 14]);
  });

  it("on several entities require all or any to match", () => {
    const rows: Row[] = [
      ["2023-03-01T07:30:00Z", "person.anna", "home"],
      ["2023-03-01T19:30:00Z", "person.ben", "home"],
    ];
    const condition = { condition: "state", entity_id: ["person.anna", "person.ben"], state: "home" };
    expect(hours(rows, condition)).to.deep.equal([21, 22, 23]);
    expect(hours(rows, { ...condition, match: "any" })).to.have.length(15);
  });

  it("on a number use the open interval", () => {
    const rows: Row[] = [
      ["2023-03-01T07:30:00Z", "sensor.lux", "30"],
      ["2023-03-01T08:30:00Z", "sensor.lux", "29"],
      ["2023-03-01T10:30:00Z", "sensor.lux", "unavailable"],
    ];
    expect(hours(rows, { condition: "numeric_state", entity_id: "sensor.lux", below: 30 }).slice(0, 2)).to.deep.equal([
      10, 11,
    ]);
  });

  it("can be nested in and, or, not", () => {
    const early = { condition: "time", before: "02:00" };
    const late = { condition: "time", after: "22:00" };
    expect(hours([], { condition: "or", conditions: [early, late] })).to.deep.equal([0, 1, 22, 23]);
    expect(hours([], { condition: "and", conditions: [early, late] })).to.deep.equal([]);
    expect(hours([], { condition: "not", conditions: [early, { condition: "time", after: "04:00" }] })).to.deep.equal([
      2, 3,
    ]);
  });

  it("see the new state of the entity whose change is the trigger", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "light.hall", "off"],
      ["2023-03-01T10:00:00Z", "binary_sensor.door", "off"],
      ["2023-03-01T11:00:00Z", "binary_sensor.door", "on"],
    ];
    const trigger = { trigger: "state", entity_id: "binary_sensor.door", to: "on" };
    const isOpen = { condition: "state", entity_id: "binary_sensor.door", state: "on" };
    expect(judge(rows, turningOn(trigger, isOpen))).to.deep.equal(["2023-03-01T11:00:00Z fp"]);
    expect(judge(rows, turningOn(trigger, { condition: "not", conditions: [isOpen] }))).to.deep.equal([]);
  });

  const negated = (...conditions: readonly object[]) => ({ condition: "not", conditions });

  it("on an unavailable entity are false, and true within `not`", () => {
    const rows: Row[] = [
      ["2023-02-28T22:30:00Z", "person.anna", "home"],
      ["2023-03-01T07:30:00Z", "person.anna", "unavailable"],
      ["2023-03-01T09:30:00Z", "person.anna", "home"],
      ["2023-02-28T22:30:00Z", "sensor.lux", "10"],
      ["2023-03-01T07:30:00Z", "sensor.lux", "unknown"],
      ["2023-03-01T09:30:00Z", "sensor.lux", "10"],
    ];
    const isHome = { condition: "state", entity_id: "person.anna", state: "home" };
    const isDim = { condition: "numeric_state", entity_id: "sensor.lux", below: 30 };
    for (const condition of [isHome, isDim]) {
      expect(hours(rows, condition)).to.have.length(22).and.not.include.members([9, 10]);
      expect(hours(rows, negated(condition))).to.deep.equal([9, 10]);
    }
    expect(hours(rows, { ...isHome, state: ["unavailable", "unknown"] })).to.deep.equal([9, 10]);
    expect(hours(rows, { ...isHome, for: { hours: 12 } }), "a return starts `for` again").to.deep.equal([23]);
  });

  it("on an entity without history are errors, and nothing runs", () => {
    const nobody = { condition: "state", entity_id: "person.nobody", state: "home" };
    const early = { condition: "time", before: "02:00" };
    const rows: Row[] = [["2023-02-28T22:30:00Z", "person.anna", "home"]];
    expect(hours(rows, nobody)).to.deep.equal([]);
    expect(hours(rows, negated(nobody))).to.deep.equal([]);
    expect(hours(rows, negated(nobody, early))).to.deep.equal([]);
    expect(hours(rows, negated({ condition: "and", conditions: [nobody, early] }))).to.have.length(22);
    expect(hours(rows, { condition: "or", conditions: [nobody, early] })).to.deep.equal([0, 1]);
    const anyone = { ...nobody, entity_id: ["person.anna", "person.nobody"], match: "any" };
    expect(hours(rows, anyone)).to.deep.equal([]);
    expect(
      hours(rows, negated({ ...nobody, entity_id: ["person.nobody", "person.anna"], state: "away" })),
    ).to.have.length(24);
  });

  it("that read text as a number are errors, and nothing runs", () => {
    const rows: Row[] = [["2023-02-28T22:30:00Z", "sensor.lux", "dim"]];
    const isDim = { condition: "numeric_state", entity_id: "sensor.lux", below: 30 };
    expect(hours(rows, isDim)).to.deep.equal([]);
    expect(hours(rows, negated(isDim))).to.deep.equal([]);
  });

  it("of a habit mean the same when they are read back from the automation", () => {
    const conditions: readonly HabitCondition[] = [
      { kind: "hours", after: 22 * HOUR, before: 2 * HOUR },
      { kind: "days", weekdays: [5, 6] },
      { kind: "sun", isDark: true },
      { kind: "state", entityIds: ["person.anna", "person.ben"], state: "not_home", hold: 5 * MINUTE, match: "any" },
      { kind: "recent", entityId: "switch.tv", state: "off", within: 10 * MINUTE },
      { kind: "numeric", entityId: "sensor.lux", above: null, below: 20 },
    ];
    for (const condition of conditions)
      expect(parseCondition(conditionOf(condition))).to.deep.equal(conditionPlanOf(condition));
  });
});
