import { expect } from "chai";
import { createRandom } from "../../../../src/model/random.ts";
import { DAY, HOUR, MINUTE } from "../../../../src/model/time.ts";
import { undoneLater } from "../../../../src/suggestions/follow-up/undone-later.ts";

const clock = {
  dayOf: (at: number): number => Math.floor(at / DAY),
  timeOfDay: (at: number): number => at % DAY,
};
const DAYS = 60;
const now = DAYS * DAY + 12 * HOUR;

/** It runs at 19:00 on the last fourteen days; `offAt` says when somebody turns it off on a day, after midnight or never. */
function looked(offAt: (day: number, random: () => number) => number | null, seed = 1): number {
  const random = createRandom(seed);
  const runs = Array.from({ length: 14 }, (_, day) => (DAYS - 14 + day) * DAY + 19 * HOUR);
  const opposites = Array.from({ length: DAYS }, (_, day) => day).flatMap((day) => {
    const time = offAt(day, random);
    return time === null ? [] : [day * DAY + time];
  });
  return undoneLater({ runs, opposites, since: 0, clock, now });
}

const isRun = (day: number): boolean => day >= DAYS - 14;

describe("the opposite, done later", () => {
  it("counts where people began to do it with the automation", () => {
    expect(looked((day) => (isRun(day) && day % 2 === 0 ? 20 * HOUR + (day % 20) * MINUTE : null))).to.equal(7);
  });

  it("is nothing where they always did it, as at bedtime", () => {
    expect(looked((day) => 20 * HOUR + (day % 30) * MINUTE)).to.equal(0);
  });

  it("is nothing once or twice, nor long after", () => {
    expect(looked((day) => (day === DAYS - 3 || day === DAYS - 5 ? 20 * HOUR : null))).to.equal(0);
    expect(looked((day) => (isRun(day) ? 22 * HOUR : null))).to.equal(0);
  });

  it("is not told where there are no days to compare with", () => {
    const runs = Array.from({ length: 14 }, (_, day) => (DAYS - 14 + day) * DAY + 19 * HOUR);
    const opposites = runs.map((at) => at + HOUR);
    expect(undoneLater({ runs, opposites, since: (DAYS - 14) * DAY, clock, now })).to.equal(0);
  });

  it("is told in fewer than 3% of homes that use the light as before", () => {
    for (const share of [0.2, 0.5, 0.9]) {
      let told = 0;
      for (let seed = 1; seed <= 300; seed++) {
        const offAt = (_day: number, random: () => number) => (random() < share ? (19.25 + random() * 4) * HOUR : null);
        if (looked(offAt, seed) > 0) told += 1;
      }
      expect(told, `${share} of the days`).to.be.below(9);
    }
  });
});
