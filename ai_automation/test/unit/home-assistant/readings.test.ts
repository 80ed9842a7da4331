import { expect } from "chai";
import { createReadings, type Reading, type Readings } from "../../../src/home-assistant/readings.ts";
import { DAY, HOUR, MINUTE } from "../../../src/model/time.ts";
import { problemText } from "../../../src/suggestions/words/problems.ts";
import { SILENT } from "../../support/silent.ts";

const START = Date.parse("2026-11-01T10:00:00Z");

describe("readings that fail", () => {
  let elapsed: number;
  let wall: number;
  let readings: Readings;
  const codes = (): readonly string[] => readings.problems().map(({ code }) => code);
  const failEveryMinute = (reading: Reading, milliseconds: number): void => {
    for (const end = elapsed + milliseconds; elapsed <= end; elapsed += MINUTE) readings.failed(reading);
  };

  beforeEach(() => {
    elapsed = 5_000;
    wall = START;
    readings = createReadings({ log: SILENT, now: () => wall, monotonic: () => elapsed });
  });

  it("are a problem after an hour, dated to the first failure", () => {
    failEveryMinute("history", HOUR - MINUTE);
    expect(codes()).to.deep.equal([]);
    readings.failed("history");
    const [problem] = readings.problems();
    expect([problem?.code, problem?.since]).to.deep.equal(["history_unreadable", START]);
    expect(problem?.message).to.match(/recorder.*restart Home Assistant/);
  });

  it("are resolved by a success, and need another hour after that", () => {
    failEveryMinute("home people", 2 * HOUR);
    expect(codes()).to.deep.equal(["home_unreadable"]);
    readings.succeeded("home people");
    expect(codes()).to.deep.equal([]);
    failEveryMinute("home people", HOUR / 2);
    expect(codes()).to.deep.equal([]);
  });

  it("are one problem for each kind, and do not resolve each other", () => {
    failEveryMinute("events call_service", HOUR);
    failEveryMinute("events state_changed", HOUR);
    failEveryMinute("storing events", HOUR);
    readings.succeeded("storing history");
    readings.succeeded("events script_started");
    expect(codes()).to.deep.equal(["events_unreadable", "changes_not_stored"]);
    readings.succeeded("events call_service");
    expect(codes()).to.deep.equal(["events_unreadable", "changes_not_stored"]);
    readings.succeeded("events state_changed");
    expect(codes()).to.deep.equal(["changes_not_stored"]);
  });

  it("are measured by a monotonic clock", () => {
    readings.failed("history");
    wall += DAY;
    readings.failed("history");
    expect(codes()).to.deep.equal([]);
    wall -= 2 * DAY;
    elapsed += HOUR;
    readings.failed("history");
    expect(codes()).to.deep.equal(["history_unreadable"]);
  });

  it("are no problem after one failure before the home was unreachable", () => {
    readings.failed("history");
    elapsed += 5 * HOUR;
    expect(codes()).to.deep.equal([]);
  });

  it("are described in every language", () => {
    failEveryMinute("history", HOUR);
    failEveryMinute("storing events", HOUR);
    failEveryMinute("home info", HOUR);
    failEveryMinute("events state_changed", HOUR);
    expect(readings.problems()).to.have.length(4);
    for (const problem of readings.problems()) {
      const texts = ["en", "de", "nl", "fr", "es"].map((language) => problemText(problem, language));
      expect(new Set(texts)).to.have.property("size", 5);
    }
  });
});
