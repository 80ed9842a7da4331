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

/** Runs at 19:00 on the last fourteen days; `offAt` is the time of the opposite on a day (may exceed 24 h), or null. */
function reversals(offAt: (day: number, random: () => number) => number | null, seed = 1): number {
  const random = createRandom(seed);
  const runs = Array.from({ length: 14 }, (_, day) => (DAYS - 14 + day) * DAY + 19 * HOUR);
  const opposites = Array.from({ length: DAYS }, (_, day) => day).flatMap((day) => {
    const time = offAt(day, random);
    return time === null ? [] : [day * DAY + time];
  });
  return undoneLater({ runs, opposites, since: 0, clock, now });
}

const isRun = (day: number): boolean => day >= DAYS - 14;

describe("reversals long after a run", () => {
  it("count if they began with the automation", () => {
    expect(reversals((day) => (isRun(day) && day % 2 === 0 ? 20 * HOUR + (day % 20) * MINUTE : null))).to.equal(7);
  });

  it("do not count if people always did that, as at bedtime", () => {
    expect(reversals((day) => 20 * HOUR + (day % 30) * MINUTE)).to.equal(0);
  });

  it("do not count if they are rare, or more than two hours later", () => {
    expect(reversals((day) => (day === DAYS - 3 || day === DAYS - 5 ? 20 * HOUR : null))).to.equal(0);
    expect(reversals((day) => (isRun(day) ? 22 * HOUR : null))).to.equal(0);
  });

  it("do not count without days to compare with", () => {
    const runs = Array.from({ length: 14 }, (_, day) => (DAYS - 14 + day) * DAY + 19 * HOUR);
    const opposites = runs.map((at) => at + HOUR);
    expect(undoneLater({ runs, opposites, since: (DAYS - 14) * DAY, clock, now })).to.equal(0);
  });

  it("are reported in fewer than 3% of homes that use the light as before", () => {
    for (const share of [0.2, 0.5, 0.9]) {
      let reported = 0;
      for (let seed = 1; seed <= 300; seed++) {
        const offAt = (_day: number, random: () => number) => (random() < share ? (19.25 + random() * 4) * HOUR : null);
        if (reversals(offAt, seed) > 0) reported += 1;
      }
      expect(reported, `${share} of the days`).to.be.below(9);
    }
  });
});
