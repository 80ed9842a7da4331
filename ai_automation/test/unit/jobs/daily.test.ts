import { expect } from "chai";
import { nextInstant } from "../../../src/jobs/daily.ts";
import { createClock } from "../../../src/model/clock.ts";
import { HOUR } from "../../../src/model/time.ts";
import { at } from "../../support/a-frame.ts";

describe("next run of a daily job", () => {
  const amsterdam = createClock("Europe/Amsterdam");
  const after = (instant: string, timeOfDay = 3 * HOUR): string =>
    new Date(nextInstant(amsterdam, timeOfDay, at(instant))).toISOString();

  it("is today before the time", () => {
    expect(after("2024-01-10T01:59:59Z")).to.equal("2024-01-10T02:00:00.000Z");
  });

  it("is tomorrow from that instant on", () => {
    expect(after("2024-01-10T02:00:00Z")).to.equal("2024-01-11T02:00:00.000Z");
  });

  it("is at the first instant after the gap on a day that skips the time", () => {
    expect(after("2024-03-30T23:30:00Z", 2.5 * HOUR)).to.equal("2024-03-31T01:00:00.000Z");
    expect(after("2024-03-31T01:00:00Z", 2.5 * HOUR)).to.equal("2024-04-01T00:30:00.000Z");
  });

  it("occurs once on a day that has the time twice", () => {
    expect(after("2024-10-26T23:00:00Z", 2.5 * HOUR)).to.equal("2024-10-27T00:30:00.000Z");
    expect(after("2024-10-27T00:30:00Z", 2.5 * HOUR)).to.equal("2024-10-28T01:30:00.000Z");
  });

  it("is on the next day if the clock was set back to before the time on a day that had its run", () => {
    const today = amsterdam.dayOf(at("2024-01-10T02:00:00Z"));
    const next = (instant: string): string =>
      new Date(nextInstant(amsterdam, 3 * HOUR, at(instant), today)).toISOString();
    expect(next("2024-01-10T01:00:00Z")).to.equal("2024-01-11T02:00:00.000Z");
    expect(next("2024-01-09T01:00:00Z")).to.equal("2024-01-09T02:00:00.000Z");
    expect(next("2024-01-11T01:00:00Z")).to.equal("2024-01-11T02:00:00.000Z");
  });
});
