import { expect } from "chai";
import { createRandom } from "../../../src/model/random.ts";
import { DAY, HOUR } from "../../../src/model/time.ts";
import { findFix } from "../../../src/suggestions/follow-up/find-fix.ts";
import { aFollowedHome, EVENING, often, ON_MOTION, once, SURROUNDINGS } from "../../support/a-followed-home.ts";

const HOMES = 100;

/** Of a hundred homes in which people undo runs at random, how many are offered a fix. */
function falseFixes(days: number, share: number, isOften: boolean): number {
  let found = 0;
  for (let seed = 1; seed <= HOMES; seed++) {
    const { world, runs } = aFollowedHome({
      seed,
      days,
      runsAt: isOften ? often : once,
      isUndone: ({ random }) => random() < share,
      redone: (random) => (random() < 0.5 ? random() * 4 * HOUR : null),
    });
    if (findFix(world, isOften ? ON_MOTION : EVENING, runs, SURROUNDINGS) !== null) found += 1;
  }
  return found;
}

/** The same where people are in a mood for whole days: reversals come together, on days that nothing foretells. */
function falseFixesInMoods(days: number, share: number): number {
  let found = 0;
  for (let seed = 1; seed <= HOMES; seed++) {
    const moods = createRandom(seed * 7_919);
    const isMoody = Array.from({ length: days + 1 }, () => moods() < share);
    const { world, runs } = aFollowedHome({
      seed,
      days,
      runsAt: often,
      isUndone: ({ at, random }) => isMoody[Math.floor((at - FIRST) / DAY)] === true && random() < 0.8,
    });
    if (findFix(world, ON_MOTION, runs, SURROUNDINGS) !== null) found += 1;
  }
  return found;
}

const FIRST = Date.parse("2026-01-04T23:00:00Z");

describe("homes in which people undo runs on whole days at random", () => {
  for (const [days, share] of [
    [21, 0.2],
    [60, 0.2],
  ] as const)
    it(`get fewer than 3% false fixes: ${days} days, ${share} of them`, () => {
      expect(falseFixesInMoods(days, share)).to.be.below(3);
    });
});

describe("homes in which people undo runs at random", () => {
  for (const days of [21, 60]) {
    for (const share of [0.1, 0.3, 0.6]) {
      for (const isOften of [false, true]) {
        it(`get fewer than 3% false fixes: ${days} days, ${share} undone, ${isOften ? "often" : "once"} a day`, () => {
          expect(falseFixes(days, share, isOften)).to.be.below(3);
        });
      }
    }
  }
});
