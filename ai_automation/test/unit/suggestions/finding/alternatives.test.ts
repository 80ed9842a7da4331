import { expect } from "chai";
import { mineHabits } from "../../../../src/habits/mine.ts";
import { createWorld } from "../../../../src/replay/world.ts";
import { draftSuggestions } from "../../../../src/suggestions/finding/drafts.ts";
import { recordingNames } from "../../../../src/suggestions/finding/recording-names.ts";
import { anything, frameOfLife } from "../../../support/a-life.ts";
import { days } from "../../../support/days.ts";

const SECONDS = 1 / 3_600;
const MINUTES = 1 / 60;

/** The alternatives of "light on when the door opens", one of which is a time with this result on held-out days. */
function alternativesWith(right: number, wrong: number): readonly unknown[] {
  const events = days("2023-01-15", 120, (write, random) => {
    const arrived = 17.6 + random() * 0.3;
    write(arrived, "binary_sensor.door", "on");
    write(arrived + 1 * MINUTES, "binary_sensor.door", "off");
    if (random() < 0.95) write(arrived + (20 + random() * 40) * SECONDS, "light.hall", "on", "manual");
    write(23, "light.hall", "off", "automation");
  });
  const mined = mineHabits(frameOfLife(events), { ...anything, areaOf: () => "room" });
  const found = mined.found.map((habit) => ({
    ...habit,
    members: habit.members.map((member) => ({
      ...member,
      runnersUp: member.runnersUp.map((one) => ({ ...one, heldOut: { ...one.heldOut, tp: right, fp: wrong } })),
    })),
  }));
  const [draft] = draftSuggestions({ ...mined, found }, createWorld(mined.frame), recordingNames);
  return (draft?.alternatives ?? []).map(({ automation }) => automation.triggers[0]?.trigger);
}

describe("other forms of a suggestion", () => {
  it("are offered if they are right more often than wrong", () => {
    expect(alternativesWith(12, 4)).to.deep.equal(["time"]);
  });

  it("are not offered if they are wrong more often than right, or never ran", () => {
    expect(alternativesWith(1, 19)).to.deep.equal([]);
    expect(alternativesWith(0, 0)).to.deep.equal([]);
  });
});
