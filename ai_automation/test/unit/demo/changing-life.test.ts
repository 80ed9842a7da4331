import { expect } from "chai";
import { changedHabits, driftOf, outagesIn, withOutages } from "../../../src/demo/changing-life.ts";
import { HABIT_TEMPLATES } from "../../../src/demo/planted-habits.ts";
import { createPlantedHome } from "../../../src/demo/planted-home.ts";
import { UNKNOWN } from "../../../src/model/cause.ts";
import { createClock, parseDay } from "../../../src/model/clock.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";

const clock = createClock("Europe/Amsterdam");
const location = { latitude: 52.37, longitude: 4.89 };
const firstDay = parseDay("2026-03-01") ?? NaN;
const aSpan = { seed: 7, firstDay, days: 90 };

const aHome = (adherence = 1) => createPlantedHome({ ...aSpan, clock, location, adherence, life: "changing" });

/** The minutes of the day at which the coffee machine was turned on, on workdays of some weeks. */
function coffeeTimes(weeks: readonly number[]): readonly number[] {
  const home = aHome();
  return weeks.flatMap((week) =>
    Array.from({ length: 7 }, (_, day) => home.changesOfDay(firstDay + 7 * week + day))
      .flat()
      .filter(({ entityId, state }) => entityId === "switch.coffee_machine" && state === "on")
      .map(({ at }) => clock.timeOfDay(at) / MINUTE)
      .filter((minute) => minute > 6 * 60 && minute < 7.5 * 60),
  );
}

describe("a changing life", () => {
  it("has habits that begin and end in the middle of a long history", () => {
    const { habits } = aHome();
    const begun = habits.filter(({ begunOn }) => begunOn !== null);
    const ended = habits.filter(({ abandonedOn }) => abandonedOn !== null);
    expect([begun.length, ended.length]).to.deep.equal([2, 3]);
    for (const { begunOn, abandonedOn } of [...begun, ...ended])
      expect((begunOn ?? abandonedOn ?? NaN) - firstDay).to.be.within(22, 68);
  });

  it("changes no habit within weeks", () => {
    expect(changedHabits({ ...aSpan, days: 30 }, HABIT_TEMPLATES).size).to.equal(0);
  });

  it("forgets all habits equally often", () => {
    expect(new Set(aHome(0.6).habits.map(({ adherence }) => adherence))).to.deep.equal(new Set([0.6]));
  });

  it("moves times from week to week, within 12 minutes", () => {
    const drifts = Array.from({ length: 13 }, (_, week) => driftOf(aSpan, "coffee", firstDay + 7 * week));
    expect(drifts[0]).to.equal(0);
    expect(new Set(drifts).size).to.be.above(8);
    for (const drift of drifts) expect(Math.abs(drift)).to.be.at.most(12 * MINUTE);
  });

  it("keeps a habit with a time where it has drifted", () => {
    const key = "coffee_on_workdays";
    const weeks = [3, 4, 5, 6, 7, 8];
    const drifts = weeks.map((week) => driftOf(aSpan, key, firstDay + 7 * week) / MINUTE);
    const week = weeks[drifts.findIndex((drift) => Math.abs(drift) === Math.max(...drifts.map(Math.abs)))]!;
    const times = coffeeTimes([week]);
    const usual = 6 * 60 + 45 + driftOf(aSpan, key, firstDay + 7 * week) / MINUTE;
    expect(times.length).to.be.at.least(4);
    for (const time of times) expect(time).to.be.within(usual - 8.1, usual + 8.1);
  });
});

describe("outages of a recording", () => {
  const at = (hour: number): number => clock.instantOf(firstDay, hour * HOUR);
  const change = (hour: number, entityId: string, state: string): StateChange => ({
    at: at(hour),
    entityId,
    state,
    cause: { kind: "physical" },
  });
  const isEvent = (entityId: string): boolean => entityId.startsWith("event.");

  it("hide what happens, and end with the new states, by nobody", () => {
    const before = [change(1, "light.hall", "on"), change(1, "light.kitchen", "on")];
    const hidden = [
      change(3, "light.hall", "off"),
      change(3, "light.kitchen", "off"),
      change(4, "event.button", "press"),
      change(5, "light.kitchen", "on"),
    ];
    const after = [change(8, "light.hall", "on")];
    const seen = withOutages([...before, ...hidden, ...after], [{ from: at(2), to: at(6) }], isEvent);
    const reported = { entityId: "light.hall", state: "off", at: at(6), cause: UNKNOWN };
    expect(seen).to.deep.equal([...before, reported, ...after]);
  });

  it("are as frequent as one in two weeks, and do not overlap", () => {
    const outages = outagesIn({ ...aSpan, days: 365 }, clock);
    expect(outages.length).to.be.within(15, 45);
    for (const [index, { from, to }] of outages.entries()) {
      expect((to - from) / HOUR).to.be.within(0.5, 36);
      expect(from).to.be.above(outages[index - 1]?.to ?? 0);
    }
  });
});
