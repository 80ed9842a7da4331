import { expect } from "chai";
import { mineHabits } from "../../../src/habits/mine.ts";
import { findUnusualDays } from "../../../src/habits/unusual-days.ts";
import type { Frame } from "../../../src/history/frame/frame.ts";
import { leaveOut } from "../../../src/history/frame/leave-out.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { DAY, HOUR } from "../../../src/model/time.ts";
import { wholeDays } from "../../../src/replay/world.ts";
import { anything, clock, frameOfLife, type Event } from "../../support/a-life.ts";
import { days } from "../../support/days.ts";

const FIRST = "2023-01-01";
const firstDay = parseDay(FIRST) ?? NaN;
const TRIP = { from: 41, to: 48 };
const SENSORS = ["binary_sensor.hall_motion", "binary_sensor.kitchen_motion", "binary_sensor.study_motion"];

/** Somebody turns the light off at 22:30 when at home. Whole days of the trip are `from + 1` to `to - 1`. */
const withTrip = (isAway: (day: number) => boolean): readonly Event[] =>
  days(FIRST, 60, (write, random, day) => {
    const index = day - firstDay;
    if (index === 0) write(1, "person.anna", "home");
    if (isAway(index) && !isAway(index - 1)) write(8, "person.anna", "not_home");
    if (!isAway(index) && isAway(index - 1)) write(12, "person.anna", "home");
    if (isAway(index)) return;
    for (let i = 0; i < 12; i++)
      for (const sensor of SENSORS) {
        const at = 7 + 16 * random();
        write(at, sensor, "on");
        write(at + 0.01, sensor, "off");
      }
    write(18.5 + 0.1 * random(), "light.hall", "on", "manual");
    write(22.5 + 0.1 * random(), "light.hall", "off", "manual");
  });
const isOnTrip = (index: number): boolean => index >= TRIP.from && index < TRIP.to;
const unusualIn = (events: readonly Event[]) => {
  const frame = frameOfLife(events);
  const { away, crowded } = findUnusualDays(frame, wholeDays(frame));
  return { away: away.map((day) => day - firstDay), crowded: crowded.map((day) => day - firstDay) };
};

describe("unusual days", () => {
  it("are the whole days on which nobody was at home for 30 hours", () => {
    expect(unusualIn(withTrip(isOnTrip))).to.deep.equal({ away: [42, 43, 44, 45, 46, 47], crowded: [] });
    expect(unusualIn(withTrip((index) => index === 20)).away).to.deep.equal([]);
  });

  it("are no days of a home that is empty half of the time", () => {
    expect(unusualIn(withTrip((index) => index % 7 > 3)).away).to.deep.equal([]);
  });

  it("are days with twice the usual activity of most sensors, but not those of one chattering sensor", () => {
    const visits = (day: number, sensors: readonly string[]): readonly Event[] =>
      Array.from({ length: 15 }, (_, visit) =>
        sensors.flatMap((entityId) =>
          ["on", "off"].map((state, step) => ({
            at: clock.instantOf(firstDay + day, 0) + (9 + visit * 0.7 + step * 0.1) * HOUR,
            entityId,
            state,
            context: "unknown" as const,
          })),
        ),
      ).flat();
    const usual = withTrip(() => false);
    expect(unusualIn([...usual, ...visits(30, SENSORS)])).to.deep.equal({ away: [], crowded: [30] });
    expect(unusualIn([...usual, ...visits(30, SENSORS.slice(0, 1))]).crowded).to.deep.equal([]);
  });

  it("are not learned from", () => {
    const { found, unusual } = mineHabits(frameOfLife(withTrip(isOnTrip)), { ...anything, areaOf: () => "hall" });
    const rules = found.flatMap(({ members }) => members.map(({ rule }) => rule));
    const on = rules.find(
      ({ candidate }) => candidate.trigger.kind === "clock" && candidate.trigger.timeOfDay < 19 * HOUR,
    );
    expect(on?.whole.tp).to.be.at.least(50);
    expect(on?.whole.fp).to.be.at.most(1);
    expect(unusual.away.map((day) => day - firstDay)).to.deep.equal([42, 43, 44, 45, 46, 47]);
  });
});

describe("days with paused learning", () => {
  it("are left out, whole, however many they are", () => {
    const frame = frameOfLife(withTrip(() => false));
    const at = (index: number, hour: number): number => clock.instantOf(firstDay + index, hour * HOUR);
    const pauses = [
      { from: at(10, 18), to: at(12, 9) },
      { from: at(30, 0), to: at(50, 0) },
      { from: at(200, 0), to: at(201, 0) },
    ];
    const { paused, away, crowded } = findUnusualDays(frame, wholeDays(frame), pauses);
    const indices = paused.map((day) => day - firstDay);
    expect(indices).to.deep.equal([10, 11, 12, ...Array.from({ length: 20 }, (_, index) => 30 + index)]);
    expect([away, crowded]).to.deep.equal([[], []]);
    const { unusual } = mineHabits(frame, { ...anything, pauses });
    expect(unusual.paused).to.deep.equal(paused);
  });
});

describe("a frame without some days", () => {
  const day = parseDay("2023-01-10") ?? NaN;
  const midnight = clock.instantOf(day, 0);
  const at = (hours: number, entityId: string, state: string): Event => ({
    at: midnight + hours * HOUR,
    entityId,
    state,
    context: "manual",
  });
  const recorded = (): Frame =>
    frameOfLife([
      at(-5, "light.hall", "on"),
      at(3, "light.hall", "off"),
      at(30, "light.hall", "on"),
      at(-4, "light.study", "on"),
      at(5, "light.study", "off"),
      at(6, "light.study", "on"),
      at(1, "event.button", "press"),
      at(40, "event.button", "press"),
    ]);
  const frame = leaveOut(recorded(), new Set([day]));
  const rowsOf = (entityId: string): readonly (readonly [number, string, number])[] => {
    const entity = frame.entities.find(entityId) ?? -1;
    return Array.from(frame.times.subarray(frame.start[entity], frame.start[entity + 1]), (time, row) => {
      const index = frame.start[entity]! + row;
      return [(time - midnight) / HOUR, frame.states.names[frame.codes[index]!]!, frame.contexts[index]!] as const;
    });
  };

  it("takes over what changed meanwhile as a change by nobody, and drops occurrences", () => {
    expect(rowsOf("light.hall")).to.deep.equal([
      [-5, "on", 1],
      [24, "off", 2],
      [30, "on", 1],
    ]);
    expect(rowsOf("light.study")).to.deep.equal([[-4, "on", 1]]);
    expect(rowsOf("event.button").map(([hour]) => hour)).to.deep.equal([40]);
  });

  it("has a gap of these days in every entity that exists by then", () => {
    const entity = frame.entities.find("light.hall") ?? -1;
    const gap = frame.gapStart[entity]!;
    expect([frame.gapFrom[gap], frame.gapTo[gap]]).to.deep.equal([midnight, midnight + DAY]);
    expect(frame.gapCodes.length).to.equal(frame.gapFrom.length);
  });

  it("is the same in the memory of the given frame", () => {
    const given = recorded();
    const { start, times, codes, contexts } = leaveOut(given, new Set([day]));
    const reused = leaveOut(given, new Set([day]), "reused");
    expect([reused.start, reused.times, reused.contexts]).to.deep.equal([start, times, contexts]);
    expect([...reused.codes]).to.deep.equal([...codes]);
    expect(reused.times.buffer).to.equal(given.times.buffer);
  });
});
