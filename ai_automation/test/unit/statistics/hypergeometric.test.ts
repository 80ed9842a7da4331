import { expect } from "chai";
import { hypergeometricTail } from "../../../src/statistics/hypergeometric.ts";

/** Fisher's exact test, one-sided: R. A. Fisher, The Design of Experiments (1935), chapter 2. */
describe("hypergeometric tail", () => {
  it("is 1 in 70 for four cups of the lady tasting tea, 17 in 70 for three", () => {
    expect(hypergeometricTail(8, 4, 4, 4)).to.be.closeTo(1 / 70, 1e-12);
    expect(hypergeometricTail(8, 4, 4, 3)).to.be.closeTo(17 / 70, 1e-12);
  });

  it("is 1 for no hits and 0 for impossible hits", () => {
    expect(hypergeometricTail(8, 4, 4, 0)).to.be.closeTo(1, 1e-12);
    expect(hypergeometricTail(8, 4, 4, 5)).to.equal(0);
  });
});
