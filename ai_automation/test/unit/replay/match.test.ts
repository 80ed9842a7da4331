import { expect } from "chai";
import type { Context } from "../../../src/model/cause.ts";
import { judge, turningOn, type Row } from "../../support/a-frame.ts";

const OFF: Row = ["2023-03-01T00:00:00Z", "light.hall", "off"];
const DOOR: Row = ["2023-03-01T00:00:00Z", "binary_sensor.door", "off"];
const onOpening = turningOn({ trigger: "state", entity_id: "binary_sensor.door", to: "on" });
const atEight = turningOn({ trigger: "time", at: "09:00" });
const opened = (time: string): Row[] => [
  [time, "binary_sensor.door", "on"],
  [`${time.slice(0, -1)}.500Z`, "binary_sensor.door", "off"],
];
const light = (time: string, state: string, context: Context = "manual"): Row => [time, "light.hall", state, context];

describe("matching", () => {
  it("finds a true positive at most fifteen minutes before or after a clock fire", () => {
    for (const [acted, outcome] of [
      ["2023-03-01T07:45:00Z", "tp"],
      ["2023-03-01T08:15:00Z", "tp"],
      ["2023-03-01T07:44:59Z", "noop"],
      ["2023-03-01T08:15:01Z", "fp"],
    ] as const) {
      expect(judge([OFF, light(acted, "on")], atEight)).to.deep.equal([`2023-03-01T08:00:00Z ${outcome}`]);
    }
  });

  it("finds a true positive at most five minutes after a state fire, and none before", () => {
    for (const [acted, outcome] of [
      ["2023-03-01T08:00:00Z", "tp"],
      ["2023-03-01T08:05:00Z", "tp"],
      ["2023-03-01T08:05:01Z", "fp"],
    ] as const) {
      const rows = [OFF, DOOR, ...opened("2023-03-01T08:00:00Z"), light(acted, "on")];
      expect(judge(rows, onOpening)).to.deep.equal([`2023-03-01T08:00:00Z ${outcome}`]);
    }
  });

  it("drops a state fire whose target already has the state", () => {
    const rows = [OFF, DOOR, light("2023-03-01T07:59:59Z", "on"), ...opened("2023-03-01T08:00:00Z")];
    expect(judge(rows, onOpening)).to.deep.equal([]);
  });

  it("drops fires less than ten minutes after the last one that counted", () => {
    const rows = [OFF, DOOR, ...["08:00:00", "08:09:59", "08:10:00"].flatMap((time) => opened(`2023-03-01T${time}Z`))];
    expect(judge(rows, onOpening)).to.deep.equal(["2023-03-01T08:00:00Z fp", "2023-03-01T08:10:00Z fp"]);
  });

  it("uses an action once: a second clock fire on it is a duplicate and starts no pause", () => {
    const rows = [OFF, light("2023-03-01T08:12:00Z", "on"), light("2023-03-01T08:13:00Z", "off")];
    const twice = turningOn({ trigger: "time", at: ["09:00", "09:11", "09:40"] });
    expect(judge(rows, twice)).to.deep.equal([
      "2023-03-01T08:00:00Z tp",
      "2023-03-01T08:11:00Z duplicate",
      "2023-03-01T08:40:00Z fp",
    ]);
  });

  it("uses the earliest unused action in the window", () => {
    const rows = [
      OFF,
      light("2023-03-01T07:50:00Z", "on"),
      light("2023-03-01T07:51:00Z", "off"),
      light("2023-03-01T08:10:00Z", "on"),
      light("2023-03-01T08:11:00Z", "off"),
    ];
    const twice = turningOn({ trigger: "time", at: ["09:00", "09:10"] });
    expect(judge(rows, twice)).to.deep.equal(["2023-03-01T08:00:00Z tp", "2023-03-01T08:10:00Z tp"]);
  });

  it("counts an automated change in the window as a NOOP, which pauses a state rule", () => {
    const rows = [
      OFF,
      DOOR,
      ...opened("2023-03-01T08:00:00Z"),
      light("2023-03-01T08:00:01Z", "on", "automation"),
      light("2023-03-01T08:01:00Z", "off", "automation"),
      ...opened("2023-03-01T08:05:00Z"),
    ];
    expect(judge(rows, onOpening)).to.deep.equal(["2023-03-01T08:00:00Z noop"]);
  });

  it("does not pause a clock rule after a NOOP", () => {
    const rows = [OFF, light("2023-03-01T01:00:00Z", "on"), light("2023-03-01T08:01:00Z", "off")];
    const twice = turningOn({ trigger: "time", at: ["09:00", "09:05"] });
    expect(judge(rows, twice)).to.deep.equal(["2023-03-01T08:00:00Z noop", "2023-03-01T08:05:00Z fp"]);
  });

  it("counts actions of unknown origin, but never automated ones", () => {
    const acted = (context: Context): readonly string[] =>
      judge([OFF, light("2023-03-01T08:05:00Z", "on", context)], atEight);
    expect(acted("unknown")).to.deep.equal(["2023-03-01T08:00:00Z tp"]);
    expect(acted("automation")).to.deep.equal(["2023-03-01T08:00:00Z noop"]);
  });

  it("judges all automations of a set together: two fires on one action are one hit", () => {
    const rows: Row[] = [OFF, DOOR, ...opened("2023-03-01T07:58:00Z"), light("2023-03-01T08:01:00Z", "on")];
    expect(judge(rows, atEight, onOpening)).to.deep.equal(["2023-03-01T07:58:00Z tp"]);
  });

  it("keeps the order of several changes within one second", () => {
    const rows: Row[] = [
      OFF,
      DOOR,
      ["2023-03-01T08:00:00.100Z", "binary_sensor.door", "on"],
      light("2023-03-01T08:00:00.200Z", "on"),
      light("2023-03-01T08:00:00.900Z", "off"),
    ];
    expect(judge(rows, onOpening)).to.deep.equal(["2023-03-01T08:00:00Z tp"]);
    const reversed = rows.map(([time, entity, state, context]): Row =>
      entity === "binary_sensor.door" && state === "on"
        ? ["2023-03-01T08:00:00.300Z", entity, state]
        : [time, entity, state, context ?? "unknown"],
    );
    expect(judge(reversed, onOpening)).to.deep.equal([]);
  });

  it("judges each entity of an action list separately", () => {
    const automation = {
      alias: "Both",
      triggers: [{ trigger: "time", at: "09:00" }],
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall", "light.stairs"] } }],
    };
    const rows: Row[] = [OFF, ["2023-03-01T00:00:00Z", "light.stairs", "off"], light("2023-03-01T08:00:00Z", "on")];
    expect(judge(rows, automation)).to.deep.equal(["2023-03-01T08:00:00Z tp", "2023-03-01T08:00:00Z fp"]);
  });
});
