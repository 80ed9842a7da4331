import { expect } from "chai";
import fc from "fast-check";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { DAY, MINUTE, SECOND } from "../../../src/model/time.ts";
import { judgeAutomations } from "../../../src/replay/judge-set.ts";
import { replayAutomations } from "../../../src/replay/report.ts";
import { createWorld, wholeDays } from "../../../src/replay/world.ts";
import { aFrame, at, turningOn, type Row } from "../../support/a-frame.ts";
import { aLife, frameOfLife } from "../../support/a-life.ts";

const FIRST: readonly Row[] = [
  ["2023-03-01T00:00:00Z", "light.hall", "off"],
  ["2023-03-01T00:00:00Z", "binary_sensor.door", "off"],
];
const DOOR_OPENS: Row = ["2023-03-01T20:00:00Z", "binary_sensor.door", "on"];
const atElevenAtNight = turningOn({ trigger: "time", at: "23:00:00" });
const onOpening = turningOn({ trigger: "state", entity_id: "binary_sensor.door", to: "on" });

/** Outcomes in a history whose last row is a sensor's at the given time. */
function outcomes(automation: object, end: string, ...rows: readonly Row[]): readonly string[] {
  const frame = aFrame([...FIRST, ...rows, [end, "sensor.power", "1"]]);
  return judgeAutomations(createWorld(frame), [parseAutomation(automation)], wholeDays(frame)).map(
    ({ outcome }) => outcome,
  );
}

describe("a fire at the end of the history", () => {
  it("is not judged: tonight's clock fire is neither right nor wrong in the afternoon", () => {
    expect(outcomes(atElevenAtNight, "2023-03-01T20:14:00Z")).to.deep.equal([]);
  });

  it("of a clock trigger is judged once its window of fifteen minutes has passed", () => {
    expect(outcomes(atElevenAtNight, "2023-03-01T22:14:59Z")).to.deep.equal([]);
    expect(outcomes(atElevenAtNight, "2023-03-01T22:15:00Z")).to.deep.equal(["fp"]);
  });

  it("of a state trigger is judged once its window of five minutes has passed", () => {
    expect(outcomes(onOpening, "2023-03-01T20:04:59Z", DOOR_OPENS)).to.deep.equal([]);
    expect(outcomes(onOpening, "2023-03-01T20:05:00Z", DOOR_OPENS)).to.deep.equal(["fp"]);
  });

  it("is judged whatever the last row is, including a repeat or a sensor that becomes unavailable", () => {
    for (const state of ["off", "unavailable"])
      expect(
        outcomes(atElevenAtNight, "2023-03-01T00:00:00Z", ["2023-03-01T22:15:00Z", "light.hall", state]),
      ).to.have.length(1);
  });

  it("is not an alert of a reminder either", () => {
    const reminder = {
      alias: "",
      triggers: [{ trigger: "time", at: "23:00:00" }],
      actions: [{ action: "persistent_notification.create", data: { message: "" } }],
    };
    const frame = aFrame([...FIRST, ["2023-03-02T20:14:00Z", "sensor.power", "1"]]);
    const report = replayAutomations(createWorld(frame), [parseAutomation(reminder)], wholeDays(frame));
    expect(report.rules[0]?.alertsPerWeek).to.be.closeTo(7 / 2, 0.01);
  });

  it("keeps its verdict as the history grows, wherever the history ends", () => {
    const life = aLife({ firstDay: "2023-03-01", days: 12, pantryShare: 0.7 });
    const plan = parseAutomation({
      alias: "",
      triggers: [
        { trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" },
        { trigger: "time", at: "12:30:00" },
      ],
      actions: [{ action: "light.turn_on", target: { entity_id: "light.pantry" } }],
    });
    const start = at("2023-02-28T23:00:00Z");
    const judgedIn = (until: number): readonly string[] => {
      const frame = frameOfLife(life.filter(({ at: when }) => when <= until));
      const interval = { from: start, to: start + 12 * DAY };
      return judgeAutomations(createWorld(frame), [plan], interval).map(
        (one) => `${one.at} ${one.outcome} ${one.actedAt}`,
      );
    };
    const whole = judgedIn(Infinity);
    expect(whole).to.have.length.above(20);
    fc.assert(
      fc.property(fc.integer({ min: 30 * 60, max: 11 * 24 * 60 }), (minute) => {
        const until = start + minute * MINUTE + SECOND;
        const known = judgedIn(until);
        expect(known).to.deep.equal(whole.slice(0, known.length));
        const last = Math.max(...life.map(({ at: when }) => when).filter((when) => when <= until));
        const passed = whole.filter((one) => Number(one.split(" ")[0]) <= last - 15 * MINUTE);
        expect(known.length).to.be.at.least(passed.length);
      }),
      { numRuns: 100 },
    );
  });
});
