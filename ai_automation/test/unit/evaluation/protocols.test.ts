import { expect } from "chai";
import { dayOneFolds, rollingFolds, splitFolds } from "../../../src/evaluation/protocols.ts";
import { createClock, formatDay, parseDay } from "../../../src/model/clock.ts";

const clock = createClock("Europe/Amsterdam");
const firstDay = parseDay("2022-10-09") ?? NaN;
const span = (days: number) => ({ firstDay, endDay: firstDay + days });
const instant = (at: number): string => new Date(at).toISOString();

describe("rolling protocol", () => {
  it("has origins at day 120, 210, 300, ... while 30 full days follow", () => {
    const origins = (days: number) => rollingFolds(clock, span(days), 120).map(({ origin }) => origin - firstDay);
    expect(origins(149)).to.deep.equal([]);
    expect(origins(150)).to.deep.equal([120]);
    expect(origins(449)).to.deep.equal([120, 210, 300, 390]);
  });

  it("learns up to local midnight of the origin and judges the 30 local days from it, over both clock changes", () => {
    const folds = rollingFolds(clock, span(449), 120);
    expect(folds.map(({ learn, judge }) => [learn.from, learn.to, judge.from, judge.to].map(instant))).to.deep.equal([
      ["2022-10-08T22:00:00.000Z", "2023-02-05T23:00:00.000Z", "2023-02-05T23:00:00.000Z", "2023-03-07T23:00:00.000Z"],
      ["2023-01-06T23:00:00.000Z", "2023-05-06T22:00:00.000Z", "2023-05-06T22:00:00.000Z", "2023-06-05T22:00:00.000Z"],
      ["2023-04-06T22:00:00.000Z", "2023-08-04T22:00:00.000Z", "2023-08-04T22:00:00.000Z", "2023-09-03T22:00:00.000Z"],
      ["2023-07-05T22:00:00.000Z", "2023-11-02T23:00:00.000Z", "2023-11-02T23:00:00.000Z", "2023-12-02T23:00:00.000Z"],
    ]);
  });

  it("learns from everything before the origin if asked for all days", () => {
    const folds = rollingFolds(clock, span(449), "all");
    expect(folds.map(({ learn }) => formatDay(clock.dayOf(learn.from)))).to.deep.equal(Array(4).fill("2022-10-09"));
  });
});

describe("split protocol", () => {
  it("learns from the first 70% of the local days and judges the rest", () => {
    const [fold, ...others] = splitFolds(clock, span(90), "all");
    expect(others).to.deep.equal([]);
    expect(fold).to.deep.equal({
      origin: firstDay + 63,
      learn: { from: clock.instantOf(firstDay, 0), to: clock.instantOf(firstDay + 63, 0) },
      judge: { from: clock.instantOf(firstDay + 63, 0), to: clock.instantOf(firstDay + 90, 0) },
    });
  });

  it("has no fold without days to learn from", () => {
    expect(splitFolds(clock, span(1), "all")).to.deep.equal([]);
    expect(splitFolds(clock, span(2), "all")).to.have.length(1);
  });

  it("learns from a given number of days before the origin", () => {
    const [fold] = splitFolds(clock, span(90), 14);
    expect(fold?.learn.from).to.equal(clock.instantOf(firstDay + 49, 0));
  });
});

describe("day one protocol", () => {
  const origins = (days: number, trainDays: number) =>
    dayOneFolds(clock, span(days), trainDays).map(({ origin }) => origin - firstDay);

  it("has origins every 15 days while 30 full days follow", () => {
    expect(origins(44, 10)).to.deep.equal([]);
    expect(origins(45, 10)).to.deep.equal([15]);
    expect(origins(90, 10)).to.deep.equal([15, 30, 45, 60]);
  });

  it("starts once there are enough days to learn from", () => {
    expect(origins(90, 15)).to.deep.equal([15, 30, 45, 60]);
    expect(origins(90, 21)).to.deep.equal([30, 45, 60]);
  });

  it("learns only from the last days and judges the next 30", () => {
    const [fold] = dayOneFolds(clock, span(60), 10);
    const midnight = (day: number): number => clock.instantOf(firstDay + day, 0);
    expect(fold?.learn).to.deep.equal({ from: midnight(5), to: midnight(15) });
    expect(fold?.judge).to.deep.equal({ from: midnight(15), to: midnight(45) });
  });
});

describe("split protocol at a given day", () => {
  it("learns from all days before it and judges the rest", () => {
    const [fold] = splitFolds(clock, span(90), "all", firstDay + 20);
    const midnight = (day: number): number => clock.instantOf(firstDay + day, 0);
    expect(fold?.learn).to.deep.equal({ from: midnight(0), to: midnight(20) });
    expect(fold?.judge).to.deep.equal({ from: midnight(20), to: midnight(90) });
  });

  it("has no fold if the whole history is on one side of it", () => {
    for (const origin of [firstDay - 1, firstDay, firstDay + 90])
      expect(splitFolds(clock, span(90), "all", origin)).to.deep.equal([]);
  });
});
