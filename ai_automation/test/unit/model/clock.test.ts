import { expect } from "chai";
import { createClock, createWallClock, parseDay, parseTimeOfDay, weekdayOf } from "../../../src/model/clock.ts";
import { createSun } from "../../../src/model/sun.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { at } from "../../support/a-frame.ts";

const amsterdam = createClock("Europe/Amsterdam");
const day = (text: string): number => parseDay(text) ?? NaN;
const shown = (date: string, time: string): string =>
  new Date(amsterdam.instantOf(day(date), parseTimeOfDay(time) ?? NaN)).toISOString();

describe("clock", () => {
  it("handles summer and winter time", () => {
    expect(shown("2023-07-01", "12:00")).to.equal("2023-07-01T10:00:00.000Z");
    expect(shown("2023-12-01", "12:00")).to.equal("2023-12-01T11:00:00.000Z");
  });

  it("maps a time that does not exist to the first instant after the gap", () => {
    expect(shown("2023-03-26", "02:30")).to.equal("2023-03-26T01:00:00.000Z");
    expect(shown("2023-03-26", "03:00")).to.equal("2023-03-26T01:00:00.000Z");
    expect(shown("2023-03-26", "01:59")).to.equal("2023-03-26T00:59:00.000Z");
  });

  it("maps a time that exists twice to the first one", () => {
    expect(shown("2023-10-29", "02:30")).to.equal("2023-10-29T00:30:00.000Z");
    expect(shown("2023-10-29", "03:00")).to.equal("2023-10-29T02:00:00.000Z");
  });

  it("has days of 23 and 25 hours when the clocks change", () => {
    const length = (date: string): number => amsterdam.instantOf(day(date) + 1, 0) - amsterdam.instantOf(day(date), 0);
    expect(length("2023-03-26")).to.equal(23 * HOUR);
    expect(length("2023-10-29")).to.equal(25 * HOUR);
    expect(length("2023-10-30")).to.equal(24 * HOUR);
  });

  it("returns the local day, time and weekday of an instant", () => {
    const instant = at("2023-10-28T22:30:00Z");
    expect(amsterdam.dayOf(instant)).to.equal(day("2023-10-29"));
    expect(amsterdam.timeOfDay(instant)).to.equal(30 * MINUTE);
    expect(weekdayOf(day("2023-10-29"))).to.equal(6);
  });

  it("handles the southern hemisphere, half-hour offsets and year boundaries", () => {
    const adelaide = createClock("Australia/Adelaide");
    expect(adelaide.offsetAt(at("2023-12-31T23:59:59Z"))).to.equal(10.5 * HOUR);
    expect(adelaide.offsetAt(at("2023-06-30T00:00:00Z"))).to.equal(9.5 * HOUR);
  });

  it("keeps a recording's wall clock and converts only sun times", () => {
    const wall = createWallClock("Europe/Amsterdam");
    expect(wall.instantOf(day("2023-03-26"), 2.5 * HOUR)).to.equal(at("2023-03-26T02:30:00Z"));
    const { sunrise } = createSun(wall, { latitude: 52.37, longitude: 4.89 })(day("2023-07-01"));
    expect(new Date(sunrise ?? NaN).toISOString()).to.match(/^2023-07-01T05:2/);
  });
});

describe("sun", () => {
  it("rises and sets within a minute of the almanac", () => {
    const sun = createSun(amsterdam, { latitude: 52.37, longitude: 4.89 });
    const { sunrise, sunset } = sun(day("2023-06-21"));
    expect(sunrise).to.be.closeTo(at("2023-06-21T03:18:00Z"), MINUTE);
    expect(sunset).to.be.closeTo(at("2023-06-21T20:06:00Z"), MINUTE);
  });

  it("does not rise in the polar night", () => {
    const sun = createSun(createClock("Europe/Oslo"), { latitude: 78.2, longitude: 15.6 });
    expect(sun(day("2023-12-21"))).to.deep.equal({ sunrise: null, sunset: null });
  });
});
