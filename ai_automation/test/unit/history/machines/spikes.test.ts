import { expect } from "chai";
import { spikesOf, testWindow, type Precision } from "../../../../src/history/machines/spikes.ts";

const people: Precision = {
  widths: [1, 2, 3, 6],
  spreadAt: () => 2,
  mayBeginAt: () => true,
  isNeverEarly: false,
};

/** A sample with so many of each second. */
const sample = (counts: Readonly<Record<number, number>>): Float64Array =>
  Float64Array.from(Object.entries(counts).flatMap(([second, count]) => Array<number>(count).fill(Number(second))));

describe("spikes", () => {
  it("are tested against the largest share that people put into a window", () => {
    // 20 of 22 within eight seconds, of which people put 1.67 * 2 / 8 into two: P(X >= 20), X ~ B(22, 0.4175).
    const spike = testWindow(sample({ 10: 12, 11: 8, 13: 1, 14: 1 }), 10, 12, people);
    expect(spike?.pValue).to.be.closeTo(2.2e-6, 0.1e-6);
  });

  it("are at least four times their neighbours", () => {
    expect(testWindow(sample({ 10: 40, 11: 40, 8: 20, 9: 20, 12: 20, 13: 20 }), 10, 12, people)).to.equal(undefined);
  });

  it("are all found if there are several", () => {
    const spikes = spikesOf(sample({ 100: 30, 500: 20, 501: 1, 900: 40 }), people);
    expect(spikes.map(({ from, count }) => [from, count])).to.have.deep.members([
      [100, 30],
      [500, 20],
      [900, 40],
    ]);
  });

  it("extend over the following seconds that stand out", () => {
    const [spike] = spikesOf(sample({ 100: 30, 101: 30, 102: 12, 103: 8 }), { ...people, spreadAt: () => 5 });
    expect([spike?.from, spike?.to]).to.deep.equal([100, 104]);
  });

  it("are rejected for a scheduler if people also act early", () => {
    const punctual: Precision = {
      ...people,
      spreadAt: () => 60,
      mayBeginAt: (at) => at % 60 === 0,
      isNeverEarly: true,
    };
    expect(spikesOf(sample({ 3_600: 30 }), punctual)).to.have.length(1);
    expect(spikesOf(sample({ 3_599: 15, 3_600: 15 }), punctual)).to.deep.equal([]);
  });

  it("need eight events", () => {
    expect(spikesOf(sample({ 100: 7 }), people)).to.deep.equal([]);
  });
});
