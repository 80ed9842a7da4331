import { expect } from "chai";
import { quantile } from "../../../src/statistics/quantile.ts";

/** Type 1 in Hyndman and Fan, The American Statistician 50 (1996): R's quantile(x, share, type = 1). */
describe("quantile", () => {
  it("is the smallest value that a share of the values does not exceed", () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([0, 0.05, 0.25, 0.5, 0.9, 0.95, 1].map((share) => quantile(ten, share))).to.deep.equal([
      1, 1, 3, 5, 9, 10, 10,
    ]);
  });

  it("accepts typed arrays, and is NaN without values", () => {
    expect(quantile(Float64Array.of(2, 4, 8), 0.5)).to.equal(4);
    expect(quantile([], 0.5)).to.be.NaN;
  });
});
