import { expect } from "chai";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import { mineHabits } from "../../../../src/habits/mine.ts";
import { judge, type Row } from "../../../support/a-frame.ts";
import { anything, frameOfLife, type Event } from "../../../support/a-life.ts";
import { days } from "../../../support/days.ts";

const SECONDS = 1 / 3_600;
const MINUTES = 1 / 60;

function actions(events: readonly Event[]): readonly unknown[] {
  const frame = frameOfLife(events);
  return mineHabits(frame, { ...anything, areaOf: () => "room" }).found.flatMap((habit) => {
    const targets = habit.members.map(({ rule: { candidate } }) => ({
      entityId: frame.entities.names[candidate.series.entity]!,
      state: frame.states.names[candidate.series.state]!,
    }));
    return automationOf(habit, targets, { alias: "", description: "" }).actions;
  });
}

const evenings = (before: string): readonly Event[] =>
  days("2023-01-15", 60, (write, random) => {
    const sat = 19 + random();
    write(sat, "binary_sensor.sofa", "on");
    write(sat + (10 + random() * 60) * SECONDS, "media_player.radio", "playing", "manual");
    write(sat + 40 * MINUTES, "binary_sensor.sofa", "off");
    write(22 + random(), "media_player.radio", before, "automation");
  });

describe("a media player", () => {
  it("is turned on if it was off", () => {
    const radio = { target: { entity_id: ["media_player.radio"] } };
    expect(actions(evenings("off"))).to.deep.equal([{ action: "media_player.turn_on", ...radio }]);
    expect(actions(evenings("idle"))).to.deep.equal([{ action: "media_player.media_play", ...radio }]);
  });

  it("is on, in replay, whatever it does", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "media_player.radio", "off"],
      ["2023-03-01T00:00:00Z", "light.elsewhere", "on"],
      ["2023-03-01T08:00:00Z", "binary_sensor.sofa", "on"],
      ["2023-03-01T08:00:20Z", "media_player.radio", "playing", "manual"],
      ["2023-03-01T08:30:00Z", "binary_sensor.sofa", "off"],
      ["2023-03-01T09:00:00Z", "binary_sensor.sofa", "on"],
      ["2023-03-01T10:00:00Z", "media_player.radio", "off", "manual"],
      ["2023-03-01T10:30:00Z", "binary_sensor.sofa", "off"],
      ["2023-03-01T11:00:00Z", "binary_sensor.sofa", "on"],
    ];
    const turnOn = {
      alias: "Radio",
      triggers: [{ trigger: "state", entity_id: "binary_sensor.sofa", to: "on" }],
      conditions: [],
      actions: [{ action: "media_player.turn_on", target: { entity_id: "media_player.radio" } }],
    };
    expect(judge(rows, turnOn)).to.deep.equal(["2023-03-01T08:00:00Z tp", "2023-03-01T11:00:00Z fp"]);
  });
});
