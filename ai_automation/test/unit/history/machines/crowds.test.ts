import { expect } from "chai";
import { createCrowdTest } from "../../../../src/history/machines/crowds.ts";
import { CLOCK, LAGS, SUN } from "../../../../src/history/machines/people.ts";
import { spikesOf } from "../../../../src/history/machines/spikes.ts";
import { createRandom } from "../../../../src/model/random.ts";

describe("samples without a crowd of events", () => {
  const mayHaveSpikes = createCrowdTest();

  it("have no spikes", () => {
    const random = createRandom(1);
    const sampleOf = (length: number, most: number): Float64Array =>
      Float64Array.from({ length }, () => Math.floor(random() * most));
    let skipped = 0;
    for (const precision of [LAGS, CLOCK, SUN])
      for (let round = 0; round < 200; round++) {
        const sample = sampleOf(Math.floor(random() * 60), 10 ** (1 + Math.floor(random() * 4)));
        if (mayHaveSpikes(sample, precision)) continue;
        skipped += 1;
        expect(spikesOf(sample.toSorted(), precision)).to.deep.equal([]);
      }
    expect(skipped).to.be.within(200, 550);
  });

  it("are told from those with eight events close together, in any order, across the border of two intervals", () => {
    const sample = Float64Array.of(19, 17, 18, 600, 16, 17, 19, 18, 15);
    expect(mayHaveSpikes(sample, LAGS)).to.equal(true);
    expect(mayHaveSpikes(sample.subarray(1), LAGS)).to.equal(false);
  });
});
