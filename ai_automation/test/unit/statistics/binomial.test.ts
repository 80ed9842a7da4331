import { expect } from "chai";
import { binomialTail } from "../../../src/statistics/binomial.ts";

/** P(X >= hits), as R's pbinom(hits - 1, trials, chance, lower.tail = FALSE). */
describe("binomial tail", () => {
  it("agrees with the sum of its terms", () => {
    expect(binomialTail(3, 5, 0.5)).to.be.closeTo(0.5, 1e-12);
    expect(binomialTail(8, 10, 0.3)).to.be.closeTo(0.00159, 1e-5);
    expect(binomialTail(0, 10, 0.3)).to.equal(1);
  });

  it("stays exact far out in the tail", () => {
    expect(Math.log10(binomialTail(40, 50, 0.01))).to.be.closeTo(-69.99, 0.3);
  });

  it("is defined at chances of 0 and 1", () => {
    expect(binomialTail(1, 10, 0)).to.equal(0);
    expect(binomialTail(0, 10, 0)).to.equal(1);
    expect(binomialTail(10, 10, 1)).to.equal(1);
    expect(binomialTail(11, 10, 1)).to.equal(0);
  });

  it("decreases with more hits, also beyond the table of factorials", () => {
    const tails = [400, 450, 500, 550].map((hits) => binomialTail(hits, 1_000, 0.45));
    expect(tails).to.deep.equal(tails.toSorted((a, b) => b - a));
    expect(tails[1]).to.be.closeTo(0.5, 0.03);
  });
});
