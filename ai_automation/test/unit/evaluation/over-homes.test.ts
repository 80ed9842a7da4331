import { expect } from "chai";
import { ratioOverHomes, type Contribution } from "../../../src/evaluation/over-homes.ts";
import { createRandom, type Random } from "../../../src/model/random.ts";

/** Homes whose precision differs, with different numbers of runs: 0.7 over all homes of the world. */
function sampleOf(homes: number, random: Random): readonly Contribution[] {
  return Array.from({ length: homes }, () => {
    const whole = 5 + Math.floor(random() * 200);
    const precision = 0.5 + 0.4 * random();
    const part = Array.from({ length: whole }).filter(() => random() < precision).length;
    return { part, whole };
  });
}

/** The share of samples whose interval contains 0.7. */
function coverageOf(homes: number): number {
  const random = createRandom(homes);
  const trials = 300;
  const hits = Array.from({ length: trials }).filter(() => {
    const { interval } = ratioOverHomes(sampleOf(homes, random));
    return interval !== null && interval.low <= 0.7 && interval.high >= 0.7;
  });
  return hits.length / trials;
}

describe("a ratio over homes", () => {
  it("adds parts and wholes", () => {
    const homes = [
      { part: 1, whole: 1 },
      { part: 3, whole: 9 },
      { part: 0, whole: 0 },
    ];
    expect(ratioOverHomes(homes)).to.include({ homes: 2, value: 0.4 });
  });

  it("has no value without a whole, and no interval over a single home with one", () => {
    expect(ratioOverHomes([])).to.deep.equal({ homes: 0, value: null, interval: null });
    const one = [
      { part: 1, whole: 2 },
      { part: 0, whole: 0 },
    ];
    expect(ratioOverHomes(one)).to.deep.equal({ homes: 1, value: 0.5, interval: null });
    expect(
      ratioOverHomes([
        { part: 0, whole: 0 },
        { part: 0, whole: 0 },
      ]).interval,
    ).to.equal(null);
  });

  it("has an interval that contains the truth about as often as it says, given enough homes", () => {
    const [five, fifty] = [coverageOf(5), coverageOf(50)];
    expect(fifty).to.be.within(0.9, 0.98);
    // A warning in the documentation depends on this.
    expect(five).to.be.within(0.7, 0.9);
  });

  it("is wider than an interval over days where homes differ", () => {
    const homes = [0.2, 0.9, 0.5, 0.8, 0.3, 0.95].map((precision) => ({ part: precision * 1_000, whole: 1_000 }));
    const { interval } = ratioOverHomes(homes);
    // Over 6,000 independent runs, the interval of a share of 0.6 is 0.025 wide.
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).to.be.above(0.3);
  });
});
