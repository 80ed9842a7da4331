import { expect } from "chai";
import { createRandom } from "../../../src/model/random.ts";
import { percentileInterval, resample } from "../../../src/statistics/bootstrap.ts";

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("bootstrap", () => {
  it("draws samples of the same size with replacement, and the same ones for the same seed", () => {
    const units = [1, 2, 3, 4, 5];
    const samples = resample(units, createRandom(7), (sample) => [...sample]);
    expect(samples).to.have.length(1_000);
    expect(samples.every((sample) => sample.length === 5 && sample.every((unit) => units.includes(unit)))).to.equal(
      true,
    );
    expect(samples.some((sample) => new Set(sample).size < 5)).to.equal(true);
    expect(resample(units, createRandom(7), (sample) => [...sample])).to.deep.equal(samples);
  });

  it("has the standard error of a mean", () => {
    const units = Array.from({ length: 100 }, (_, index) => index);
    const means = resample(units, createRandom(1), mean);
    const spread = Math.sqrt(mean(means.map((value) => (value - 49.5) ** 2)));
    // The standard deviation of 0 to 99 is sqrt((100² - 1) / 12), and the error of the mean a tenth of it.
    expect(spread).to.be.closeTo(2.887, 0.2);
  });

  it("contains the true mean in about 95% of the samples", () => {
    const random = createRandom(3);
    const trials = 400;
    let hits = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Array.from({ length: 40 }, () => -Math.log(1 - random()));
      const interval = percentileInterval(resample(sample, random, mean));
      if (interval !== null && interval.low <= 1 && interval.high >= 1) hits += 1;
    }
    // 40 skewed values fall a little short of 95%.
    expect(hits / trials).to.be.within(0.9, 0.98);
  });

  it("takes the 2.5% and 97.5% quantiles, without the values that are missing", () => {
    const values = Array.from({ length: 1_000 }, (_, index) => index + 1);
    expect(percentileInterval([null, ...values.toReversed(), null])).to.deep.equal({ low: 25, high: 975 });
    expect(percentileInterval([null])).to.equal(null);
    expect(percentileInterval(resample([], createRandom(1), mean))).to.equal(null);
  });
});
