import { expect } from "chai";
import { clockClusters } from "../../../src/evaluation/baselines/clock-clusters.ts";
import { halfHour } from "../../../src/evaluation/baselines/half-hour.ts";
import { kMeans } from "../../../src/evaluation/baselines/k-means.ts";
import { pairCounting } from "../../../src/evaluation/baselines/pair-counting.ts";
import type { Method } from "../../../src/evaluation/method.ts";
import { createRandom } from "../../../src/model/random.ts";
import { aFrame, at, type Row } from "../../support/a-frame.ts";

const LEARN = { from: at("2024-01-01T00:00:00+01:00"), to: at("2024-02-01T00:00:00+01:00") };

/**
 * The light is turned on manually on days of January at a local time, and turned off by an automation an hour later.
 */
const lampOn = (day: number, time: string, context: "manual" | "automation" = "manual"): readonly Row[] => [
  [`2024-01-${String(day).padStart(2, "0")}T${time}:00+01:00`, "light.lamp", "on", context],
  [`2024-01-${String(day).padStart(2, "0")}T23:59:00+01:00`, "light.lamp", "off", "automation"],
];

const days = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

const proposed = (method: Method, rows: readonly Row[]): readonly string[] =>
  method
    .propose(aFrame(rows), LEARN)
    .map(({ automation, confidence }) => `${automation.alias}, ${confidence.toFixed(2)}`);

describe("most frequent half hour", () => {
  it("fires daily at the start of the half hour with 70% of the manual changes", () => {
    const rows = [
      ...days(20, 27).flatMap((day) => lampOn(day, "18:44")),
      ...days(27, 30).flatMap((day) => lampOn(day, "12:00")),
    ];
    expect(proposed(halfHour, rows)).to.deep.equal(["light.lamp on at 18:30, 0.70"]);
    expect(halfHour.propose(aFrame(rows), LEARN)[0]?.automation).to.deep.include({
      triggers: [{ trigger: "time", at: "18:30:00" }],
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.lamp"] } }],
    });
  });

  it("considers only the last 14 days", () => {
    const old = days(2, 18).flatMap((day) => lampOn(day, "12:00"));
    expect(proposed(halfHour, [...old, ...lampOn(18, "18:44"), ...lampOn(19, "18:59")])).to.deep.equal([
      "light.lamp on at 18:30, 1.00",
    ]);
  });

  it("requires two changes and 70% of all", () => {
    expect(proposed(halfHour, lampOn(20, "18:44"))).to.deep.equal([]);
    expect(proposed(halfHour, [...lampOn(20, "18:44"), ...lampOn(21, "18:44"), ...lampOn(22, "12:00")])).to.deep.equal(
      [],
    );
  });

  it("ignores automated changes", () => {
    expect(
      proposed(
        halfHour,
        days(20, 30).flatMap((day) => lampOn(day, "18:44", "automation")),
      ),
    ).to.deep.equal([]);
  });
});

describe("clock clusters", () => {
  it("fires daily at the mean time of a narrow cluster, with more confidence from six changes on", () => {
    const five = [
      ...lampOn(20, "18:00"),
      ...lampOn(21, "18:24"),
      ...days(22, 25).flatMap((day) => lampOn(day, "18:12")),
    ];
    const deviation = Math.sqrt((12 ** 2 * 2) / 5);
    expect(proposed(clockClusters, five)).to.deep.equal([
      `light.lamp on at 18:12, ${(1 - deviation / 120).toFixed(2)}`,
    ]);
    expect(proposed(clockClusters, [...five, ...lampOn(25, "18:12")])).to.deep.equal(["light.lamp on at 18:12, 1.00"]);
  });

  it("drops changes that are scattered over the day", () => {
    const hours = ["00:30", "03:30", "07:00", "10:00", "14:00", "17:00", "20:00", "23:00"];
    const rows = hours.flatMap((time, index) => lampOn(index + 10, time));
    expect(proposed(clockClusters, rows)).to.deep.equal(["light.lamp on at 11:53, 0.80"]);
    expect(proposed(clockClusters, rows.slice(0, 10))).to.deep.equal(["light.lamp on at 07:00, 0.70"]);
  });

  it("splits more than ten changes into clusters and drops small ones", () => {
    const rows = [
      ...days(1, 12).flatMap((day) => lampOn(day, "18:00")),
      ...lampOn(12, "08:00"),
      ...lampOn(13, "08:00"),
    ];
    expect(proposed(clockClusters, rows)).to.deep.equal([`light.lamp on at 18:00, ${(11 / 13 + 0.1).toFixed(2)}`]);
  });

  it("is deterministic", () => {
    const rows = days(1, 29).flatMap((day) => lampOn(day, `${String(6 + ((day * 7) % 17)).padStart(2, "0")}:10`));
    expect(proposed(clockClusters, rows)).to.deep.equal(proposed(clockClusters, rows));
  });
});

describe("k-means", () => {
  const clusters = (values: readonly number[], k: number) =>
    kMeans(Float64Array.from(values), k, createRandom(1)).toSorted((a, b) => a.centre - b.centre);

  it("finds well separated groups with their sizes, means and deviations", () => {
    expect(clusters([1, 3, 10, 10, 10, 21, 19], 3)).to.deep.equal([
      { centre: 2, size: 2, deviation: 1 },
      { centre: 10, size: 3, deviation: 0 },
      { centre: 20, size: 2, deviation: 1 },
    ]);
  });

  it("finds no more clusters than distinct values, and none without values", () => {
    expect(clusters([5, 5, 5], 2)).to.deep.equal([{ centre: 5, size: 3, deviation: 0 }]);
    expect(clusters([], 3)).to.deep.equal([]);
  });
});

describe("pair counting", () => {
  const door = (day: number, time: string): readonly Row[] => [
    [`2024-01-${String(day).padStart(2, "0")}T${time}+01:00`, "binary_sensor.door", "on"],
    [`2024-01-${String(day).padStart(2, "0")}T23:00:00+01:00`, "binary_sensor.door", "off"],
  ];

  it("fires when another entity enters a state seen up to 300 s before the action", () => {
    const rows = days(1, 6).flatMap((day) => [...lampOn(day, "18:05"), ...door(day, "18:00:00")]);
    expect(proposed(pairCounting, rows)).to.deep.equal(["light.lamp on when binary_sensor.door is on, 1.00"]);
    expect(pairCounting.propose(aFrame(rows), LEARN)[0]?.automation).to.deep.include({
      triggers: [{ trigger: "state", entity_id: "binary_sensor.door", not_from: ["unavailable", "unknown"], to: "on" }],
    });
  });

  it("does not count earlier or simultaneous changes", () => {
    for (const time of ["17:59:59", "18:05:00"]) {
      const rows = days(1, 9).flatMap((day) => [...lampOn(day, "18:05"), ...door(day, time)]);
      expect(proposed(pairCounting, rows)).to.deep.equal([]);
    }
  });

  it("requires five sightings and 70% of the rarer of the two", () => {
    const pair = (day: number): readonly Row[] => [...lampOn(day, "18:05"), ...door(day, "18:04:00")];
    const apart = (day: number): readonly Row[] => [...lampOn(day, "18:05"), ...door(day, "12:00:00")];
    expect(proposed(pairCounting, days(1, 5).flatMap(pair))).to.deep.equal([]);
    expect(proposed(pairCounting, [...days(1, 8).flatMap(pair), ...days(8, 11).flatMap(apart)])).to.deep.equal([
      "light.lamp on when binary_sensor.door is on, 0.70",
    ]);
    expect(proposed(pairCounting, [...days(1, 8).flatMap(pair), ...days(8, 12).flatMap(apart)])).to.deep.equal([]);
  });

  it("divides by the rarer of the two, so rare actions after common states get a high confidence", () => {
    const rows = days(1, 6).flatMap((day) => [...lampOn(day, "18:05"), ...door(day, "18:04:00")]);
    const busy = days(6, 25).flatMap((day) => door(day, "12:00:00"));
    expect(proposed(pairCounting, [...rows, ...busy])).to.deep.equal([
      "light.lamp on when binary_sensor.door is on, 1.00",
    ]);
  });

  it("counts each sighting of a chattering sensor", () => {
    const chatter = days(1, 4).flatMap((day): readonly Row[] => [
      ...lampOn(day, "18:05"),
      ...door(day, "18:02:00"),
      [`2024-01-0${day}T18:03:00+01:00`, "binary_sensor.door", "off"],
      [`2024-01-0${day}T18:04:00+01:00`, "binary_sensor.door", "on"],
    ]);
    expect(proposed(pairCounting, chatter)).to.include("light.lamp on when binary_sensor.door is on, 1.00");
  });

  it("triggers on an event by its type", () => {
    const rows = days(1, 6).flatMap((day): readonly Row[] => [
      ...lampOn(day, "18:05"),
      [`2024-01-0${day}T18:04:00+01:00`, "event.cube", "shake"],
    ]);
    expect(pairCounting.propose(aFrame(rows), LEARN).map(({ automation }) => automation.triggers)).to.deep.equal([
      [{ trigger: "event.received", target: { entity_id: "event.cube" }, options: { event_type: ["shake"] } }],
    ]);
  });
});
