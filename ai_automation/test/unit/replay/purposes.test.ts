import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { firesOf } from "../../../src/replay/fires.ts";
import { createWorld, wholeDays } from "../../../src/replay/world.ts";
import { aFrame, turningOn, type Row } from "../../support/a-frame.ts";

/** Runs as minutes and seconds of 1 March 2023, 08:00 UTC. Rows are `mm:ss entity state`. */
function runs(rows: readonly string[], trigger: object, ...conditions: readonly object[]): readonly string[] {
  const frame = aFrame([...rows.map(rowOf), ["2023-03-01T08:59:00Z", "sensor.elsewhere", "1"]]);
  const plan = parseAutomation(turningOn(trigger, ...conditions));
  expect(plan.unsupported).to.deep.equal([]);
  return firesOf(plan, createWorld(frame), wholeDays(frame)).map(({ at }) => new Date(at).toISOString().slice(14, 19));
}

function rowOf(line: string): Row {
  const [time, entityId = "", ...state] = line.split(" ");
  return [`2023-03-01T08:${time}Z`, entityId, state.join(" ")];
}

const [A, B] = ["binary_sensor.a", "binary_sensor.b"] as const;

const detected = (behavior: string, hold?: string): object => ({
  trigger: "motion.detected",
  target: { entity_id: [A, B] },
  options: { behavior, ...(hold !== undefined && { for: hold }) },
});

const both = ["00:00 binary_sensor.a off", "00:00 binary_sensor.b off"];

/** Each of these was seen to be so on Home Assistant 2026.11.0 (helpers/trigger/entity_trigger.py). */
describe("a purpose-specific trigger", () => {
  const rows = [...both, "01:00 binary_sensor.a on", "02:00 binary_sensor.b on", "03:00 binary_sensor.a off"];

  it("fires for each entity, for the first, or once all match", () => {
    expect(runs(rows, detected("each"))).to.deep.equal(["01:00", "02:00"]);
    expect(runs(rows, detected("first"))).to.deep.equal(["01:00"]);
    expect(runs(rows, detected("all"))).to.deep.equal(["02:00"]);
  });

  it("holds per entity, or as long as one or all match", () => {
    expect(runs(rows, detected("each", "00:01:30"))).to.deep.equal(["02:30", "03:30"]);
    expect(runs(rows, detected("first", "00:02:30"))).to.deep.equal(["03:30"]);
    expect(runs(rows, detected("all", "00:01:30"))).to.deep.equal([]);
  });

  it("does not fire on a return, and an outage ends a hold", () => {
    const away = [...both, "01:00 binary_sensor.a on", "01:10 binary_sensor.a unavailable", "01:20 binary_sensor.a on"];
    expect(runs(away, detected("each"))).to.deep.equal(["01:00"]);
    expect(runs(away, detected("each", "00:00:30"))).to.deep.equal([]);
    expect(
      runs([...both, "01:00 binary_sensor.a unknown", "02:00 binary_sensor.a on"], detected("each")),
    ).to.deep.equal([]);
  });

  it("counts only entities that are there among all", () => {
    expect(
      runs([...both, "01:00 binary_sensor.b unavailable", "02:00 binary_sensor.a on"], detected("all")),
    ).to.deep.equal(["02:00"]);
  });

  it("does not fire when an entity first appears", () => {
    expect(runs(["01:00 binary_sensor.a on", "02:00 binary_sensor.b on"], detected("each"))).to.deep.equal([]);
  });

  it("on a number fires when it enters the range, also after a text, but not after an outage", () => {
    const humid = (threshold: object): object => ({
      trigger: "humidity.crossed_threshold",
      target: { entity_id: "sensor.h" },
      options: { threshold },
    });
    const rows = [
      "00:00 sensor.h 30",
      "00:00 sensor.most 60",
      "01:00 sensor.h 50",
      "02:00 sensor.h 61",
      "03:00 sensor.h x",
    ];
    const later = ["04:00 sensor.h 62", "05:00 sensor.h unavailable", "06:00 sensor.h 70", "07:00 sensor.h 60"];
    expect(runs([...rows, ...later], humid({ type: "above", value: { number: 60 } }))).to.deep.equal([
      "02:00",
      "04:00",
    ]);
    expect(runs([...rows, ...later], humid({ type: "above", value: { entity: "sensor.most" } }))).to.deep.equal([
      "02:00",
      "04:00",
    ]);
    expect(
      runs([...rows, ...later], humid({ type: "between", value_min: { number: 50 }, value_max: { number: 60 } })),
    ).to.deep.equal(["01:00", "07:00"]);
  });

  it("on a change of modes needs one of the states that it names before", () => {
    const on = { trigger: "climate.turned_on", target: { entity_id: "climate.a" } };
    expect(
      runs(
        [
          "00:00 climate.a off",
          "01:00 climate.a heat",
          "02:00 climate.a cool",
          "03:00 climate.a off",
          "04:00 climate.a cool",
        ],
        on,
      ),
    ).to.deep.equal(["01:00", "04:00"]);
  });
});

describe("a purpose-specific condition", () => {
  const every = { trigger: "time_pattern", minutes: "/5" };
  const is = (options: object = {}): object => ({
    condition: "motion.is_detected",
    target: { entity_id: [A, B] },
    options,
  });
  const within = (rows: readonly string[], condition: object): readonly string[] =>
    runs(rows, every, { condition: "time", after: "09:01", before: "09:20" }, condition);
  const rows = [...both, "04:00 binary_sensor.a on", "08:00 binary_sensor.b on", "12:00 binary_sensor.a unavailable"];

  it("asks any or all of the entities that are there", () => {
    expect(within(rows, is())).to.deep.equal(["05:00", "10:00", "15:00"]);
    expect(within(rows, is({ behavior: "all" }))).to.deep.equal(["10:00", "15:00"]);
    expect(within([], is({ behavior: "all" }))).to.deep.equal(["05:00", "10:00", "15:00"]);
    expect(within([], is())).to.deep.equal([]);
  });

  it("counts a hold from when the states were entered", () => {
    const heats = (hold: string): object => ({
      condition: "climate.is_hvac_mode",
      target: { entity_id: "climate.a" },
      options: { hvac_mode: ["heat", "cool"], for: hold },
    });
    const rows = ["00:00 climate.a off", "02:00 climate.a heat", "09:00 climate.a cool"];
    expect(within(rows, heats("00:03:00"))).to.deep.equal(["05:00", "10:00", "15:00"]);
    expect(within(rows, heats("00:08:00"))).to.deep.equal(["10:00", "15:00"]);
  });
});

describe("other forms of triggers and conditions", () => {
  it("with an entity as bound look at it at that moment", () => {
    const rows = ["00:00 sensor.a 5", "00:00 sensor.b 10", "01:00 sensor.b 4", "02:00 sensor.a 6", "03:00 sensor.b x"];
    const isAbove = { condition: "numeric_state", entity_id: "sensor.a", above: "sensor.b" };
    const change = { trigger: "state", entity_id: ["sensor.a", "sensor.b"], to: null };
    expect(runs(rows, change, isAbove)).to.deep.equal(["01:00", "02:00"]);
    expect(runs(rows, change, { not: [isAbove] })).to.deep.equal(["00:00", "00:00"]);
  });

  it("in templates fire when the template becomes true, but not while it fails", () => {
    const rows = [
      "00:00 sensor.a 5",
      "01:00 sensor.a 20",
      "02:00 sensor.a unknown",
      "03:00 sensor.a 21",
      "04:00 sensor.a 1",
    ];
    const later = ["05:00 sensor.a unknown", "06:00 sensor.a 22"];
    const above = (fallback: string, hold?: string): object => ({
      trigger: "template",
      value_template: `{{ states('sensor.a') | float${fallback} > 15 }}`,
      ...(hold !== undefined && { for: hold }),
    });
    expect(runs([...rows, ...later], above(""))).to.deep.equal(["01:00", "06:00"]);
    expect(runs([...rows, ...later], above("(0)"))).to.deep.equal(["01:00", "03:00", "06:00"]);
    expect(runs([...rows, ...later], above("", "00:02:30"))).to.deep.equal(["08:30"]);
  });

  it("in templates know how long ago a state changed", () => {
    const rows = ["00:00 sensor.a 1", "02:00 sensor.a 2", "10:30 sensor.a 3"];
    const isLongAgo = "{{ now() - states.sensor.a.last_changed > timedelta(minutes=4) }}";
    const trigger = { trigger: "template", value_template: isLongAgo };
    expect(runs(rows, trigger).slice(0, 2)).to.deep.equal(["07:00", "15:00"]);
    const every = { trigger: "time_pattern", minutes: "/5" };
    const [open, close] = ["09:01", "09:20"];
    const isSet = { condition: "template", value_template: isLongAgo };
    expect(runs(rows, every, { condition: "time", after: open, before: close }, isSet)).to.deep.equal([
      "10:00",
      "15:00",
    ]);
  });

  it("on the trigger are decided per trigger", () => {
    const rows = [...both, "01:00 binary_sensor.a on", "02:00 binary_sensor.b on"];
    const triggers = [A, B].map((entity_id) => ({ trigger: "state", entity_id, to: "on", id: entity_id }));
    const times = (condition: unknown): readonly string[] => {
      const plan = parseAutomation({ triggers, conditions: [condition], actions: [] });
      const frame = aFrame(rows.map(rowOf));
      return firesOf(plan, createWorld(frame), wholeDays(frame)).map(({ at }) =>
        new Date(at).toISOString().slice(14, 19),
      );
    };
    expect(times({ condition: "trigger", id: A })).to.deep.equal(["01:00"]);
    expect(times({ not: [{ condition: "trigger", id: A }] })).to.deep.equal(["02:00"]);
    expect(times(`{{ trigger.entity_id == '${B}' and trigger.from_state.state == 'off' }}`)).to.deep.equal(["02:00"]);
  });

  it("that are not understood are never met, nor are their opposites", () => {
    const rows = [...both, "01:00 binary_sensor.a on"];
    const plan = (condition: unknown): ReturnType<typeof parseAutomation> =>
      parseAutomation({
        triggers: [{ trigger: "state", entity_id: A, to: "on" }],
        conditions: [condition],
        actions: [],
      });
    const frame = aFrame(rows.map(rowOf));
    for (const condition of ["{{ lights | length }}", { not: ["{{ lights | length }}"] }])
      expect(firesOf(plan(condition), createWorld(frame), wholeDays(frame))).to.deep.equal([]);
  });
});
