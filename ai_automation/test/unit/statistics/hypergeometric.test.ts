import { expect } from "chai";
import { hypergeometricTail } from "../../../src/statistics/hypergeometric.ts";

/** Fisher's exact test, one-sided: R. A. Fisher, The Design of Experiments (1935), chapter 2. */
describe("hypergeometric tail", () => {
  it("gives the lady tasting tea 1 in 70 for all four cups, 17 in 70 for three", () => {
    expect(hypergeometricTail(8, 4, 4, 4)).to.be.closeTo(1 / 70, 1e-12);
    expect(hypergeometricTail(8, 4, 4, 3)).to.be.closeTo(17 / 70, 1e-12);
  });

  it("is 1 for no hits, and 0 for more than there are", () => {
    expect(hypergeometricTail(8, 4, 4, 0)).to.be.closeTo(1, 1e-12);
    expect(hypergeometricTail(8, 4, 4, 5)).to.equal(0);
  });
});
