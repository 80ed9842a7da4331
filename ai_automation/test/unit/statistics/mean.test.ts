import { expect } from "chai";
import { mean } from "../../../src/statistics/mean.ts";

describe("mean", () => {
  it("ignores null", () => {
    expect(mean([1, null, 4])).to.equal(2.5);
  });

  it("is null without values", () => {
    expect(mean([null])).to.equal(null);
  });
});
