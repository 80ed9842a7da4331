import { expect } from "chai";
import { createClock, createWallClock, parseDay, parseTimeOfDay, weekdayOf } from "../../../src/model/clock.ts";
import { createSun, type Location } from "../../../src/model/sun.ts";
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

  it("lists the instants that show a time: none in the gap, two in the repeated hour", () => {
    const listed = (date: string, time: string): readonly string[] =>
      amsterdam.instantsOf(day(date), parseTimeOfDay(time) ?? NaN).map((instant) => new Date(instant).toISOString());
    expect(listed("2023-03-26", "02:00")).to.deep.equal([]);
    expect(listed("2023-03-26", "02:59")).to.deep.equal([]);
    expect(listed("2023-03-26", "03:00")).to.deep.equal(["2023-03-26T01:00:00.000Z"]);
    expect(listed("2023-10-29", "02:00")).to.deep.equal(["2023-10-29T00:00:00.000Z", "2023-10-29T01:00:00.000Z"]);
    expect(listed("2023-10-29", "03:00")).to.deep.equal(["2023-10-29T02:00:00.000Z"]);
    expect(createWallClock("Europe/Amsterdam").instantsOf(day("2023-03-26"), 0)).to.deep.equal([
      at("2023-03-26T00:00:00Z"),
    ]);
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

  /** By astral 2.2, which Home Assistant 2026.11 pins: place, elevation, day, sunrise and sunset in UTC. */
  const BY_ASTRAL: readonly (readonly [string, Location, string, string | null, string | null])[] = [
    [
      "Munich",
      { latitude: 48.14, longitude: 11.58, elevation: 519 },
      "2026-06-21",
      "21T03:09:37.469",
      "21T19:21:22.020",
    ],
    [
      "Davos",
      { latitude: 46.8, longitude: 9.84, elevation: 1_560 },
      "2026-06-21",
      "21T03:19:38.865",
      "21T19:25:15.954",
    ],
    [
      "Davos",
      { latitude: 46.8, longitude: 9.84, elevation: 1_560 },
      "2026-12-21",
      "21T06:56:10.829",
      "21T15:41:13.133",
    ],
    [
      "Quito",
      { latitude: -0.18, longitude: -78.47, elevation: 2_850 },
      "2026-03-29",
      "29T11:10:03.148",
      "29T23:27:01.995",
    ],
    [
      "Auckland",
      { latitude: -36.85, longitude: 174.76, elevation: 40 },
      "2026-05-18",
      "17T19:13:12.013",
      "18T05:21:16.249",
    ],
    [
      "Los Angeles",
      { latitude: 34.05, longitude: -118.24, elevation: 90 },
      "2026-11-25",
      "25T14:33:25.698",
      "26T00:46:22.574",
    ],
    [
      "Ushuaia",
      { latitude: -54.8, longitude: -68.3, elevation: 20 },
      "2026-12-21",
      "21T07:50:12.316",
      "22T01:12:32.656",
    ],
    ["Tromsø", { latitude: 69.65, longitude: 18.96, elevation: 10 }, "2026-05-18", null, null],
    ["Alert", { latitude: 82.5, longitude: -62.35, elevation: 30 }, "2026-03-29", "29T07:49:41.306", "30T00:48:00.822"],
  ];

  for (const [name, location, date, sunrise, sunset] of BY_ASTRAL)
    it(`rises and sets in ${name} on ${date} when Home Assistant says so, to the millisecond`, () => {
      const times = createSun(createClock("UTC"), location)(day(date));
      const expected = [sunrise, sunset].map((time) => (time === null ? null : at(`${date.slice(0, 8)}${time}Z`)));
      for (const [index, instant] of [times.sunrise, times.sunset].entries()) {
        if (instant === null || expected[index] === null) expect(instant).to.equal(expected[index]);
        else expect(instant).to.be.closeTo(expected[index]!, 1);
      }
    });

  it("does not rise in the polar night", () => {
    const sun = createSun(createClock("Europe/Oslo"), { latitude: 78.2, longitude: 15.6 });
    expect(sun(day("2023-12-21"))).to.deep.equal({ sunrise: null, sunset: null });
  });
});
