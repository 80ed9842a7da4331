import { expect } from "chai";
import { mineHabits } from "../../../src/habits/mine.ts";
import { formatDay, parseDay } from "../../../src/model/clock.ts";
import { DAY, HOUR } from "../../../src/model/time.ts";
import { aLife, anything, clock, frameOfLife, type Event } from "../../support/a-life.ts";

const FIRST_DAY = "2023-01-01";
const DAYS = 150;
const RELIABLE = 0.97;

/** A life in which the door is followed by the light with one probability at first, and with another in the last days. */
function aChange(days: number, lately: number, before: number, then: number): readonly Event[] {
  const border = (parseDay(FIRST_DAY) ?? NaN) + days - lately;
  const old = aLife({ firstDay: FIRST_DAY, days: days - lately, pantryShare: before });
  const recent = aLife({ firstDay: formatDay(border), days: lately, pantryShare: then, seed: 2 });
  return [...old, ...recent];
}

const areaOf = (entityId: string): string | null => (/pantry/.test(entityId) ? "pantry" : null);

const mined = (events: readonly Event[]) => mineHabits(frameOfLife(events), { ...anything, areaOf });

const followers = (events: readonly Event[]) =>
  mined(events).found.filter(
    ({ trigger }) => trigger.kind === "state" && trigger.entityIds.join() === "binary_sensor.pantry_door",
  );

describe("a habit that has just begun", () => {
  it("is found after some weeks, however long the history", () => {
    expect(followers(aChange(DAYS, 25, 0, RELIABLE))).to.have.length(1);
  });

  it("is found on a device that is new", () => {
    const isOld = (at: number): boolean => at < clock.instantOf((parseDay(FIRST_DAY) ?? NaN) + DAYS - 25, 0);
    const events = aChange(DAYS, 25, 0, RELIABLE).filter(({ at, entityId }) => !(isOld(at) && /pantry/.test(entityId)));
    expect(followers(events)).to.have.length(1);
  });

  it("is judged on the newest days only", () => {
    const [habit] = followers(aChange(DAYS, 25, 0, RELIABLE));
    const { whole } = habit!.members[0]!.rule;
    expect((habit!.heldOut.to - habit!.learn.from) / DAY).to.be.closeTo(30, 0.1);
    expect(whole.tp).to.be.within(80, 100);
  });

  it("is not found if it is kept two times out of three", () => {
    expect(followers(aChange(DAYS, 25, 0, 0.66))).to.deep.equal([]);
  });

  it("is none if it comes and goes: all days count", () => {
    const month = (start: number, days: number, share: number): readonly Event[] =>
      aLife({ firstDay: formatDay((parseDay(FIRST_DAY) ?? NaN) + start), days, pantryShare: share, seed: start + 1 });
    const newest = month(120, 30, RELIABLE);
    expect(followers(newest)).to.have.length(1);
    const { found, learn } = mined([...month(0, 60, RELIABLE), ...month(60, 60, 0.1), ...newest]);
    expect(found.filter((habit) => habit.learn.from !== learn.from)).to.deep.equal([]);
  });
});

describe("a habit that may have begun", () => {
  const nearOf = (events: readonly Event[]) =>
    mined(events).nearMisses.find(({ target }) => target.entityId === "light.pantry" && target.state === "on");

  /** The pantry is used every third morning, and not before. */
  const aNewPantry = (): readonly Event[] => {
    const begins = (parseDay(FIRST_DAY) ?? NaN) + DAYS - 23;
    const isThirdMorning = (at: number): boolean => {
      const since = clock.dayOf(at) - begins;
      return since >= 0 && since % 3 === 0 && clock.timeOfDay(at) < 10.9 * HOUR;
    };
    return aChange(DAYS, 23, 0, 1).filter(({ at, entityId }) => !/pantry/.test(entityId) || isThirdMorning(at));
  };

  it("is promising, with the counts of the newest days", () => {
    const near = nearOf(aNewPantry());
    expect(near).to.include({ newestDays: 30 });
    expect(near?.trigger).to.deep.include({ kind: "state", entityIds: ["binary_sensor.pantry_door"] });
    expect(near?.reason).to.deep.equal({ kind: "too_few_times", has: 7, needs: 8 });
    expect(near?.prospect?.more).to.be.within(1, 5);
  });

  it("counts among the actions without a pattern if nothing comes close", () => {
    const events = aNewPantry().filter(({ entityId }) => entityId !== "binary_sensor.pantry_door");
    expect(mined(events).obstacle).to.deep.equal({ kind: "no_pattern", times: 8, devices: 1 });
  });

  it("came close if it is not kept reliably enough for one that is new", () => {
    const near = nearOf(aChange(DAYS, 25, 0, 0.75));
    expect(near).to.include({ newestDays: 30, prospect: null });
    expect(near?.reason).to.deep.include({ kind: "not_right_enough", needs: 0.8 });
  });

  it("is judged on all days if it was kept before", () => {
    expect(nearOf(aChange(DAYS, 25, 0.4, 0.4))).to.not.have.property("newestDays");
  });
});
