import { expect } from "chai";
import { calibrate, type Prediction } from "../../../src/evaluation/calibration.ts";

const bandOf = (predictions: readonly Prediction[], from: number, to: number) =>
  calibrate(predictions).find((band) => band.from === from && band.to === to);

describe("calibration", () => {
  it("compares predicted confidence with pooled and mean precision", () => {
    const predictions = [
      { confidence: 0.9, tp: 9, fp: 1 },
      { confidence: 0.8, tp: 1, fp: 1 },
      { confidence: 1, tp: 0, fp: 0 },
    ];
    expect(bandOf(predictions, 0.8, 1)).to.deep.equal({
      from: 0.8,
      to: 1,
      suggestions: 3,
      decided: 12,
      meanConfidence: (0.9 + 0.8 + 1) / 3,
      pooledPrecision: 10 / 12,
      meanPrecision: (0.9 + 0.5) / 2,
    });
  });

  it("puts a confidence on a boundary into the upper band, and 1 into the last", () => {
    const counts = (confidence: number): readonly string[] =>
      calibrate([{ confidence, tp: 1, fp: 0 }])
        .filter(({ suggestions }) => suggestions === 1)
        .map(({ from, to }) => `${from} to ${to}`);
    expect(counts(0)).to.deep.equal(["0 to 0.2"]);
    expect(counts(0.2)).to.deep.equal(["0.2 to 0.4"]);
    expect(counts(0.7)).to.deep.equal(["0.6 to 0.8", "0.7 to 0.8"]);
    expect(counts(0.8)).to.deep.equal(["0.8 to 1", "0.8 to 0.9"]);
    expect(counts(1)).to.deep.equal(["0.8 to 1", "0.9 to 1"]);
  });

  it("is null in bands without suggestions or decided fires", () => {
    expect(bandOf([], 0.6, 0.8)).to.deep.equal({
      from: 0.6,
      to: 0.8,
      suggestions: 0,
      decided: 0,
      meanConfidence: null,
      pooledPrecision: null,
      meanPrecision: null,
    });
    const idle = bandOf([{ confidence: 0.65, tp: 0, fp: 0 }], 0.6, 0.7);
    expect([idle?.suggestions, idle?.meanConfidence, idle?.pooledPrecision]).to.deep.equal([1, 0.65, null]);
  });
});
