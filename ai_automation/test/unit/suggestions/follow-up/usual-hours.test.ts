import { expect } from "chai";
import { createClock } from "../../../../src/model/clock.ts";
import { DAY, HOUR, MINUTE } from "../../../../src/model/time.ts";
import { usualHours } from "../../../../src/suggestions/follow-up/usual-hours.ts";

const CLOCK = createClock("Europe/Berlin");
const daily = (...times: readonly number[]): readonly number[] =>
  times.map((time, index) => CLOCK.instantOf(20_000 + index, time));

describe("the usual hours of runs", () => {
  it("are the shortest part of the day with nine tenths of them, by the wall clock of the home", () => {
    const mornings = Array.from({ length: 18 }, (_, index) => 7 * HOUR + index * MINUTE);
    expect(usualHours(daily(...mornings, 20 * HOUR, 2 * HOUR), CLOCK)).to.deep.equal({
      from: 7 * HOUR,
      to: 7 * HOUR + 17 * MINUTE,
    });
  });

  it("go past midnight", () => {
    const times = [23 * HOUR + 30 * MINUTE, 23.5 * HOUR, 0, HOUR, 30 * MINUTE];
    expect(usualHours(daily(...times), CLOCK)).to.deep.equal({ from: 23.5 * HOUR, to: HOUR });
  });

  it("are none for few runs, or for runs at any time", () => {
    expect(usualHours(daily(1, 2, 3, 4), CLOCK)).to.equal(null);
    const hourly = Array.from({ length: 24 }, (_, hour) => (hour * DAY) / 24);
    expect(usualHours(daily(...hourly), CLOCK)).to.equal(null);
  });
});
