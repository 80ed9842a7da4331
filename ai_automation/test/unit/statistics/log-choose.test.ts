import { expect } from "chai";
import { logChoose } from "../../../src/statistics/log-choose.ts";

describe("logarithm of n choose k", () => {
  it("agrees with Pascal's triangle", () => {
    expect(Math.exp(logChoose(5, 2))).to.be.closeTo(10, 1e-9);
    expect(Math.exp(logChoose(52, 5))).to.be.closeTo(2_598_960, 1e-3);
  });

  it("is -Infinity outside the triangle", () => {
    expect(logChoose(5, 6)).to.equal(-Infinity);
    expect(logChoose(5, -1)).to.equal(-Infinity);
  });

  it("is continuous where the table of factorials ends", () => {
    for (const n of [255, 256, 257, 1_000]) {
      const product = Array.from({ length: 40 }, (_, i) => Math.log((n - i) / (40 - i))).reduce((a, b) => a + b, 0);
      expect(logChoose(n, 40)).to.be.closeTo(product, 1e-9);
    }
  });
});
