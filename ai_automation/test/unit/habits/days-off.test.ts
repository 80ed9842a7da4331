import { expect } from "chai";
import { mineHabits } from "../../../src/habits/mine.ts";
import { parseDay, weekdayOf } from "../../../src/model/clock.ts";
import { aLife, anything, clock, frameOfLife, type Event } from "../../support/a-life.ts";

const FIRST_DAY = "2023-01-01";
const DAYS = 90;

const first = parseDay(FIRST_DAY) ?? NaN;
const days = Array.from({ length: DAYS }, (_, index) => first + index);

/** Weekends, and every other Wednesday. */
const isDayOff = (day: number): boolean => weekdayOf(day) >= 5 || (weekdayOf(day) === 2 && (day - first) % 14 < 7);

/** The pantry light follows its door on workdays, and an entity tells which days those are. */
function aLifeWith(entityId: string, stateOf: (isOff: boolean) => string): readonly Event[] {
  const told = days.map((day): Event => ({
    at: clock.instantOf(day, 0),
    entityId,
    state: stateOf(isDayOff(day)),
    context: "unknown",
  }));
  const lived = aLife({ firstDay: FIRST_DAY, days: DAYS, pantryShare: 1 }).filter(
    ({ at, entityId }) => entityId !== "light.pantry" || !isDayOff(clock.dayOf(at)),
  );
  return [...told, ...lived].sort((a, b) => a.at - b.at);
}

const conditionsIn = (events: readonly Event[]) =>
  mineHabits(frameOfLife(events), anything).found.map(({ conditions }) => conditions);

describe("a habit of workdays with days off among them", () => {
  it("depends on the home's workday sensor", () => {
    const entityId = "binary_sensor.workday_sensor";
    const events = aLifeWith(entityId, (isOff) => (isOff ? "off" : "on"));
    expect(conditionsIn(events)).to.deep.equal([[{ kind: "state", entityIds: [entityId], state: "on", hold: 0 }]]);
  });

  it("depends on the home's calendar of days off", () => {
    const entityId = "calendar.days_off";
    const events = aLifeWith(entityId, (isOff) => (isOff ? "on" : "off"));
    expect(conditionsIn(events)).to.deep.equal([[{ kind: "state", entityIds: [entityId], state: "off", hold: 0 }]]);
  });

  it("depends on the days of the week in a home that has neither", () => {
    const events = aLifeWith("sensor.unrelated", () => "on");
    expect(conditionsIn(events)).to.deep.equal([[{ kind: "days", weekdays: [0, 1, 2, 3, 4] }]]);
  });
});
