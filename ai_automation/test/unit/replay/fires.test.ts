import { expect } from "chai";
import { judge, turningOn, type Row } from "../../support/a-frame.ts";

const DOOR = "binary_sensor.front_door";
const OFF: Row = ["2023-03-01T00:00:00Z", "light.hall", "off"];

/**
 * Fires are observed through their judgement: the hall light is off all the time, so every fire is a false positive.
 */
describe("fires", () => {
  it("of a time trigger do not occur in the gap of a clock change, and twice in the repeated hour", () => {
    const spring: Row[] = [
      ["2023-03-25T00:00:00+01:00", "light.hall", "off"],
      ["2023-03-27T12:00:00+02:00", "sensor.x", "1"],
    ];
    expect(judge(spring, turningOn({ trigger: "time", at: "02:30:00" }))).to.deep.equal([
      "2023-03-25T01:30:00Z fp",
      "2023-03-27T00:30:00Z fp",
    ]);
    const autumn: Row[] = [
      ["2023-10-28T00:00:00+02:00", "light.hall", "off"],
      ["2023-10-30T12:00:00+01:00", "sensor.x", "1"],
    ];
    expect(judge(autumn, turningOn({ trigger: "time", at: ["02:30"] }))).to.deep.equal([
      "2023-10-28T00:30:00Z fp",
      "2023-10-29T00:30:00Z fp",
      "2023-10-29T01:30:00Z fp",
      "2023-10-30T01:30:00Z fp",
    ]);
  });

  it("of a helper with a date and a time occur once on the nights of a clock change, in the gap by the offset before it", () => {
    const firesOn = (date: string): readonly string[] => {
      const rows: Row[] = [
        [`${date}T00:00:00Z`, "light.hall", "off"],
        [`${date}T00:00:01Z`, "input_datetime.once", `${date} 02:30:00`],
        [`${date}T12:00:00Z`, "sensor.x", "1"],
      ];
      return judge(rows, turningOn({ trigger: "time", at: "input_datetime.once" }));
    };
    // As datetime(2023, 3, 26, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam")) in UTC (triggers/time.py).
    expect(firesOn("2023-03-26")).to.deep.equal(["2023-03-26T01:30:00Z fp"]);
    expect(firesOn("2023-10-29")).to.deep.equal(["2023-10-29T00:30:00Z fp"]);
  });

  it("of a time trigger with weekdays occur only on those days", () => {
    const week: Row[] = [OFF, ["2023-03-07T12:00:00Z", "light.hall", "on"]];
    const fires = judge(week, turningOn({ trigger: "time", at: "08:00", weekday: ["thu", "sat"] }));
    expect(fires).to.deep.equal(["2023-03-02T07:00:00Z fp", "2023-03-04T07:00:00Z fp"]);
  });

  it("of a sun trigger follow the sun with their offset", () => {
    const rows: Row[] = [["2023-06-20T22:00:00Z", "light.hall", "off"]];
    const [fire = ""] = judge(rows, turningOn({ trigger: "sun", event: "sunset", offset: "-00:30:00" }));
    expect(fire).to.match(/^2023-06-21T19:3[5-7]:\d\dZ fp$/);
  });

  it("of a state trigger occur when the entity enters the state, not when it is repeated", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T10:00:00Z", "binary_sensor.door", "off"],
      ["2023-03-01T11:00:00Z", "binary_sensor.door", "on"],
      ["2023-03-01T11:30:00Z", "binary_sensor.door", "on"],
      ["2023-03-01T12:00:00Z", "binary_sensor.door", "off"],
    ];
    expect(judge(rows, turningOn({ trigger: "state", entity_id: "binary_sensor.door", to: "on" }))).to.deep.equal([
      "2023-03-01T11:00:00Z fp",
    ]);
  });

  it("of a state trigger with `from` require the previous state", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T10:00:00Z", "person.anna", "home"],
      ["2023-03-01T11:00:00Z", "person.anna", "Work"],
      ["2023-03-01T12:00:00Z", "person.anna", "not_home"],
      ["2023-03-01T13:00:00Z", "person.anna", "home"],
    ];
    const trigger = { trigger: "state", entity_id: ["person.anna"], from: "not_home", to: "home" };
    expect(judge(rows, turningOn(trigger))).to.deep.equal(["2023-03-01T13:00:00Z fp"]);
    expect(
      judge(rows, turningOn({ trigger: "state", entity_id: "person.anna", not_to: ["home", "not_home"] })),
    ).to.deep.equal(["2023-03-01T11:00:00Z fp"]);
  });

  it("with `for` occur after the hold, unless it was cut short; a gap starts it again", () => {
    const trigger = { trigger: "state", entity_id: "binary_sensor.motion", to: "off", for: "00:10:00" };
    const rows: Row[] = [
      OFF,
      ["2023-03-01T10:00:00Z", "binary_sensor.motion", "on"],
      ["2023-03-01T10:05:00Z", "binary_sensor.motion", "off"],
      ["2023-03-01T10:14:59Z", "binary_sensor.motion", "on"],
      ["2023-03-01T11:00:00Z", "binary_sensor.motion", "off"],
      ["2023-03-01T11:10:00Z", "binary_sensor.motion", "on"],
      ["2023-03-01T12:00:00Z", "binary_sensor.motion", "off"],
      ["2023-03-01T12:03:00Z", "binary_sensor.motion", "unavailable"],
      ["2023-03-01T12:04:00Z", "binary_sensor.motion", "off"],
    ];
    expect(judge(rows, turningOn(trigger))).to.deep.equal(["2023-03-01T11:10:00Z fp", "2023-03-01T12:14:00Z fp"]);
    expect(judge(rows, turningOn({ ...trigger, for: { minutes: 4 } }))).to.deep.equal([
      "2023-03-01T10:09:00Z fp",
      "2023-03-01T11:04:00Z fp",
      "2023-03-01T12:08:00Z fp",
    ]);
    expect(judge(rows, turningOn({ ...trigger, not_from: ["unavailable", "unknown"] }))).to.deep.equal([
      "2023-03-01T11:10:00Z fp",
    ]);
    expect(judge(rows, turningOn({ ...trigger, from: "on" }))).to.deep.equal(["2023-03-01T11:10:00Z fp"]);
  });

  it("of a numeric trigger occur when the value crosses, not while it stays", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T09:00:00Z", "sensor.lux", "10"],
      ["2023-03-01T10:00:00Z", "sensor.lux", "50"],
      ["2023-03-01T11:00:00Z", "sensor.lux", "20"],
      ["2023-03-01T12:00:00Z", "sensor.lux", "dim"],
      ["2023-03-01T13:00:00Z", "sensor.lux", "15.5"],
      ["2023-03-01T14:00:00Z", "sensor.lux", "40"],
      ["2023-03-01T15:00:00Z", "sensor.lux", "29.9"],
    ];
    const trigger = { trigger: "numeric_state", entity_id: "sensor.lux", below: 30 };
    expect(judge(rows, turningOn(trigger))).to.deep.equal(["2023-03-01T11:00:00Z fp", "2023-03-01T15:00:00Z fp"]);
    expect(judge(rows, turningOn({ ...trigger, for: "02:00:00" })), "text ends the hold").to.deep.equal([
      "2023-03-01T17:00:00Z fp",
    ]);
    expect(judge(rows, turningOn({ ...trigger, above: "25", below: "45" }))).to.deep.equal(["2023-03-01T14:00:00Z fp"]);
  });

  it("of a numeric trigger occur, as in Home Assistant, when a sensor returns with a value within the range", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T09:00:00Z", "sensor.lux", "20"],
      ["2023-03-01T10:00:00Z", "sensor.lux", "unavailable"],
      ["2023-03-01T10:01:00Z", "sensor.lux", "20"],
      ["2023-03-01T12:00:00Z", "sensor.lux", "unknown"],
      ["2023-03-01T12:01:00Z", "sensor.lux", "15"],
      ["2023-03-01T14:00:00Z", "sensor.lux", "unavailable"],
      ["2023-03-01T14:01:00Z", "sensor.lux", "40"],
      ["2023-03-01T16:00:00Z", "sensor.lux", "25"],
      ["2023-03-01T17:00:00Z", "sensor.lux", "unavailable"],
      ["2023-03-01T17:30:00Z", "sensor.lux", "25"],
    ];
    const trigger = { trigger: "numeric_state", entity_id: "sensor.lux", below: 30 };
    const returns = ["2023-03-01T10:01:00Z fp", "2023-03-01T12:01:00Z fp"];
    expect(judge(rows, turningOn(trigger))).to.deep.equal([
      ...returns,
      "2023-03-01T16:00:00Z fp",
      "2023-03-01T17:30:00Z fp",
    ]);
    expect(judge(rows, turningOn({ ...trigger, for: "01:30:00" }))).to.deep.equal([
      "2023-03-01T11:31:00Z fp",
      "2023-03-01T13:31:00Z fp",
      "2023-03-01T19:00:00Z fp",
    ]);
  });

  it("of a numeric trigger do not occur when a sensor returns with text", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T09:00:00Z", "sensor.lux", "20"],
      ["2023-03-01T10:00:00Z", "sensor.lux", "error"],
      ["2023-03-01T11:00:00Z", "sensor.lux", "unavailable"],
      ["2023-03-01T11:01:00Z", "sensor.lux", "error"],
      ["2023-03-01T12:00:00Z", "sensor.lux", "25"],
    ];
    expect(judge(rows, turningOn({ trigger: "numeric_state", entity_id: "sensor.lux", below: 30 }))).to.deep.equal([
      "2023-03-01T12:00:00Z fp",
    ]);
  });

  it("of a state trigger with `from` or `not_from` do not occur when a sensor returns, changed or not", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T09:00:00Z", "binary_sensor.door", "off"],
      ["2023-03-01T10:00:00Z", "binary_sensor.door", "unavailable"],
      ["2023-03-01T10:01:00Z", "binary_sensor.door", "on"],
      ["2023-03-01T11:00:00Z", "binary_sensor.door", "unknown"],
      ["2023-03-01T11:01:00Z", "binary_sensor.door", "on"],
      ["2023-03-01T12:00:00Z", "binary_sensor.door", "off"],
      ["2023-03-01T13:00:00Z", "binary_sensor.door", "on"],
    ];
    const trigger = { trigger: "state", entity_id: "binary_sensor.door", to: "on" };
    const changed = "2023-03-01T13:00:00Z fp";
    expect(judge(rows, turningOn({ ...trigger, not_from: ["unavailable", "unknown"] }))).to.deep.equal([changed]);
    expect(judge(rows, turningOn({ ...trigger, from: "off" }))).to.deep.equal([changed]);
    expect(judge(rows, turningOn(trigger))).to.deep.equal([
      "2023-03-01T10:01:00Z fp",
      "2023-03-01T11:01:00Z fp",
      changed,
    ]);
  });

  it("of a state trigger with `not_from` are not suppressed by an outage that ended before the change", () => {
    const days = Array.from({ length: 20 }, (_, day) => `2023-03-${String(day + 1).padStart(2, "0")}`);
    const openings: Row[] = days.flatMap((day): Row[] => [
      [`${day}T07:00:00Z`, DOOR, "on"],
      [`${day}T07:05:00Z`, DOOR, "off"],
      [`${day}T12:00:00Z`, "light.hall", "on"],
      [`${day}T12:05:00Z`, "light.hall", "off"],
      [`${day}T17:00:00Z`, DOOR, "on"],
      [`${day}T17:05:00Z`, DOOR, "off"],
    ]);
    const outages: Row[] = days.flatMap((day): Row[] => [
      [`${day}T02:00:00Z`, DOOR, "unavailable"],
      [`${day}T02:01:00Z`, DOOR, "off"],
    ]);
    const openedInTheDark: Row[] = [
      ["2023-03-20T22:00:00Z", DOOR, "unavailable"],
      ["2023-03-20T22:01:00Z", DOOR, "on"],
    ];
    const trigger = turningOn({ trigger: "state", entity_id: DOOR, not_from: ["unavailable", "unknown"], to: "on" });
    const first: Row[] = [OFF, ["2023-03-01T00:00:00Z", DOOR, "off"]];
    const undisturbed = judge([...first, ...openings], trigger);
    expect(undisturbed).to.have.length(40);
    expect(judge([...first, ...openings, ...outages], trigger)).to.deep.equal(undisturbed);
    expect(judge([...first, ...openings, ...outages, ...openedInTheDark], trigger)).to.deep.equal(undisturbed);
  });

  it("of a state trigger with `not_from` do not occur when the history starts with an outage", () => {
    const rows: Row[] = [OFF, ["2023-03-01T09:00:00Z", DOOR, "unavailable"], ["2023-03-01T09:01:00Z", DOOR, "on"]];
    const trigger = { trigger: "state", entity_id: DOOR, to: "on" };
    expect(judge(rows, turningOn({ ...trigger, not_from: ["unavailable", "unknown"] }))).to.deep.equal([]);
    expect(judge(rows, turningOn(trigger))).to.deep.equal(["2023-03-01T09:01:00Z fp"]);
  });

  it("of an event trigger occur with each event of the type, repeats included", () => {
    const rows: Row[] = [
      OFF,
      ["2023-03-01T10:00:00Z", "event.button", "pushed"],
      ["2023-03-01T11:00:00Z", "event.button", "pushed"],
      ["2023-03-01T12:00:00Z", "event.button", "held"],
    ];
    const trigger = { trigger: "event.received", target: { entity_id: "event.button" } };
    expect(judge(rows, turningOn({ ...trigger, options: { event_type: ["pushed"] } }))).to.deep.equal([
      "2023-03-01T10:00:00Z fp",
      "2023-03-01T11:00:00Z fp",
    ]);
    expect(judge(rows, turningOn({ ...trigger, options: { event_type: ["pushed", "held"] } }))).to.have.length(3);
  });

  it("are dropped while the entity is not alive: before its first event, in gaps, three days after its last", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "sensor.x", "1"],
      ["2023-03-02T12:00:00Z", "light.hall", "off"],
      ["2023-03-03T00:00:00Z", "light.hall", "unavailable"],
      ["2023-03-03T12:00:00Z", "light.hall", "on", "automation"],
      ["2023-03-03T12:30:00Z", "light.hall", "off", "automation"],
      ["2023-03-09T00:00:00Z", "sensor.x", "2"],
    ];
    expect(judge(rows, turningOn({ trigger: "time", at: "08:00" }))).to.deep.equal([
      "2023-03-04T07:00:00Z fp",
      "2023-03-05T07:00:00Z fp",
      "2023-03-06T07:00:00Z fp",
    ]);
  });
});
