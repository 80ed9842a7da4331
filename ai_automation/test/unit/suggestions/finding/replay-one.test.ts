import { expect } from "chai";
import { withHoles } from "../../../../src/history/frame/holes.ts";
import { createWorld, wholeDays } from "../../../../src/replay/world.ts";
import { replayOne } from "../../../../src/suggestions/finding/replay-one.ts";
import { aFrame, type Row } from "../../../support/a-frame.ts";

const evenings = (month: string): readonly Row[] =>
  Array.from({ length: 7 }, (_, index) => `${month}-0${index + 1}`).flatMap((day): readonly Row[] => [
    [`${day}T09:00:00+01:00`, "light.hall", "off", "automation"],
    [`${day}T19:01:00+01:00`, "light.hall", "on", "manual"],
    [`${day}T23:00:00+01:00`, "sensor.elsewhere", day],
  ]);

const AT_SEVEN = {
  alias: "",
  description: "",
  triggers: [{ trigger: "time", at: "19:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  mode: "single",
} as const;

describe("the replay of one automation", () => {
  it("has the same figures a week with a hole of two years in the history", () => {
    const judged = (rows: readonly Row[]) => {
      const { frame } = withHoles(aFrame(rows));
      return replayOne(AT_SEVEN, createWorld(frame), wholeDays(frame));
    };
    const [week, two] = [judged(evenings("2024-01")), judged([...evenings("2022-01"), ...evenings("2024-01")])];
    expect(week).to.include({ tp: 7, fp: 0, savedPerWeek: 7, judgedDays: 7 });
    expect(two).to.include({ tp: 14, fp: 0, savedPerWeek: 7, judgedDays: 14 });
  });
});
