import { expect } from "chai";
import { benjaminiHochbergCut } from "../../../src/statistics/benjamini-hochberg.ts";

/** Benjamini and Hochberg, JRSS B 57 (1995), with the fifteen p-values of their section 3.2. */
const THROMBOLYSIS = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

describe("Benjamini and Hochberg", () => {
  it("rejects the four hypotheses of the original example at 5%", () => {
    expect(benjaminiHochbergCut(THROMBOLYSIS, 0.05)).to.equal(0.0095);
  });

  it("counts hypotheses that were tried but not passed in", () => {
    expect(benjaminiHochbergCut(THROMBOLYSIS, 0.05, 1_500)).to.equal(-1);
  });

  it("is -1 if none passes", () => {
    expect(benjaminiHochbergCut([0.2, 0.3], 0.05)).to.equal(-1);
    expect(benjaminiHochbergCut([], 0.05)).to.equal(-1);
  });
});
