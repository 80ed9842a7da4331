import { expect } from "chai";
import { advance, lowerBound, upperBound } from "../../../src/statistics/search.ts";

const VALUES = Float64Array.of(1, 3, 3, 3, 8, 9);

describe("search in ascending values", () => {
  it("finds the first value that is not less, like C++'s lower_bound", () => {
    expect([0, 1, 2, 3, 4, 9, 10].map((value) => lowerBound(VALUES, value))).to.deep.equal([0, 0, 1, 1, 4, 5, 6]);
  });

  it("finds the first value that is greater, like C++'s upper_bound", () => {
    expect([0, 1, 2, 3, 4, 9, 10].map((value) => upperBound(VALUES, value))).to.deep.equal([0, 1, 1, 4, 4, 6, 6]);
  });

  it("stays between its bounds", () => {
    expect(lowerBound(VALUES, 0, 2, 4)).to.equal(2);
    expect(lowerBound(VALUES, 10, 2, 4)).to.equal(4);
  });

  it("returns the same by galloping from a given start", () => {
    for (const low of [0, 1, 2, 3, 4, 5, 6])
      for (const value of [0, 1, 2, 3, 4, 8, 9, 10])
        expect(advance(VALUES, value, low, 6)).to.equal(lowerBound(VALUES, value, low, 6));
  });
});
