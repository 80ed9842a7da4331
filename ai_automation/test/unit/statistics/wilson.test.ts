import { expect } from "chai";
import { wilsonLowerBound } from "../../../src/statistics/wilson.ts";

/** Score interval without continuity correction: E. B. Wilson, JASA 22 (1927), as R's binom::binom.wilson gives it. */
describe("Wilson's lower bound", () => {
  it("agrees with the published interval", () => {
    expect(wilsonLowerBound(8, 10, 1.96)).to.be.closeTo(0.4902, 5e-4);
    expect(wilsonLowerBound(10, 10, 1.96)).to.be.closeTo(0.7225, 5e-4);
  });

  it("is 0 without trials", () => {
    expect(wilsonLowerBound(0, 0, 1.96)).to.equal(0);
  });
});
