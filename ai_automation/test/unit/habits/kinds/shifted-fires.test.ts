import { expect } from "chai";
import fc from "fast-check";
import { judgeShifts } from "../../../../src/habits/kinds/shifted-fires.ts";
import { countFires } from "../../../../src/habits/proof/score.ts";
import { allActionSeries } from "../../../../src/history/frame/lookup.ts";
import { createRandom } from "../../../../src/model/random.ts";
import { DAY, HOUR, MINUTE } from "../../../../src/model/time.ts";
import { wholeDays } from "../../../../src/replay/world.ts";
import { frameOfLife } from "../../../support/a-life.ts";
import { days } from "../../../support/days.ts";

const SHIFTS = Array.from({ length: 13 }, (_, index) => (index - 6) * 7 * MINUTE);

/** Twelve days of a lamp that people and an automation switch around one hour of the day, with gaps in the record. */
function restlessLamp(seed: number) {
  const random = createRandom(seed);
  const around = (): number => 18 + (random() - 0.5) * 4;
  return frameOfLife(
    days("2026-03-22", 12, (write) => {
      for (let i = 0; i < 6; i++) {
        const state = random() < 0.1 ? "unavailable" : random() < 0.5 ? "on" : "off";
        write(around(), "light.lamp", state, random() < 0.7 ? "manual" : "automation");
      }
    }),
  );
}

describe("clock fires judged under many shifts at once", () => {
  it("have the same outcomes as a replay of each shift", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 6, noNaN: true }), (seed, hour) => {
        const frame = restlessLamp(seed);
        const learn = wholeDays(frame);
        const instants = Float64Array.from({ length: 12 }, (_, day) => learn.from + day * DAY + (15 + hour) * HOUR);
        for (const series of allActionSeries(frame)) {
          const judged = judgeShifts(frame, series, learn, instants, SHIFTS);
          const replayed = SHIFTS.map((shift) => {
            const at = instants.map((instant) => instant + shift);
            const { tp, fp, saved } = countFires(frame, series, { at, isClock: true }, learn);
            return { shift, tp, fp, saved };
          });
          expect(judged).to.deep.equal(replayed);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
