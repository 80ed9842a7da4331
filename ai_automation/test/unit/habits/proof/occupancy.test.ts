import { expect } from "chai";
import type { MiningContext } from "../../../../src/habits/candidate.ts";
import { readEntityFacts } from "../../../../src/habits/entity-facts.ts";
import { createOccupancy } from "../../../../src/habits/proof/occupancy.ts";
import { netOf } from "../../../../src/habits/proof/score.ts";
import { actionSeries } from "../../../../src/history/frame/lookup.ts";
import { MINUTE } from "../../../../src/model/time.ts";
import { aFrame, at, type Row } from "../../../support/a-frame.ts";

const ROWS: readonly Row[] = [
  ["2023-03-01T00:00:00Z", "light.kitchen", "on"],
  ["2023-03-01T00:00:00Z", "light.hall", "on"],
  ["2023-03-01T00:00:00Z", "switch.kitchen", "on"],
  ["2023-03-01T08:00:00Z", "binary_sensor.kitchen_motion", "on"],
  ["2023-03-01T08:10:00Z", "binary_sensor.kitchen_motion", "off"],
  ["2023-03-01T08:20:00Z", "binary_sensor.kitchen_motion", "on"],
  ["2023-03-01T08:21:00Z", "binary_sensor.kitchen_motion", "off"],
  ["2023-03-01T23:00:00Z", "light.kitchen", "off"],
  ["2023-03-01T23:00:00Z", "light.hall", "off"],
  ["2023-03-01T23:00:00Z", "switch.kitchen", "off"],
];

const frame = aFrame(ROWS);
const facts = readEntityFacts(frame, {
  isMinable: () => true,
  derived: new Set(),
  kin: new Map(),
  areaOf: (entityId) => (entityId.includes("kitchen") ? "kitchen" : "hall"),
  deviceClassOf: (entityId) => (entityId.endsWith("motion") ? "motion" : null),
});
const occupancy = createOccupancy(frame, facts);
const codeOf = (entityId: string): number => frame.entities.find(entityId) ?? -1;

describe("occupancy", () => {
  for (const [time, expected] of [
    ["07:50:00", false],
    ["07:56:00", true],
    ["08:05:00", true],
    ["08:12:00", false],
    ["08:16:00", true],
    ["09:00:00", false],
  ] as const)
    it(`of an area at ${time} is what its sensors notice then or soon: ${expected}`, () => {
      expect(occupancy(codeOf("light.kitchen"), at(`2023-03-01T${time}Z`))).to.equal(expected);
    });

  it("of an area without sensors is not known", () => {
    expect(occupancy(codeOf("light.hall"), at("2023-03-01T08:05:00Z"))).to.equal(false);
  });

  it("doubles the cost of turning off a light there, and of nothing else", () => {
    const cost = (entityId: string, state: string, time: string): number => {
      const context = { frame, occupancy } satisfies Pick<MiningContext, "frame" | "occupancy">;
      const series = actionSeries(frame, codeOf(entityId), frame.states.find(state) ?? -1);
      const fires = { at: Float64Array.of(at(`2023-03-01T${time}Z`)), isClock: new Uint8Array(1) };
      const whole = { from: frame.from, to: frame.to + MINUTE };
      return -netOf(context, series, fires, whole);
    };
    const plain = cost("light.kitchen", "off", "09:00:00");
    expect(plain).to.be.above(0);
    expect(cost("light.kitchen", "off", "08:05:00")).to.equal(2 * plain);
    expect(cost("light.hall", "off", "08:05:00")).to.equal(plain);
    expect(cost("switch.kitchen", "off", "08:05:00")).to.equal(plain);
  });
});
