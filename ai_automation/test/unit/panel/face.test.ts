import { expect } from "chai";
import { faceOf, isWorse, shareOf } from "../../../src/panel/face.ts";

describe("how sure a suggestion looks", () => {
  it("differs for 97% and 77%", () => {
    expect([faceOf({ tp: 97, fp: 3 }), faceOf({ tp: 90, fp: 10 }), faceOf({ tp: 77, fp: 23 })]).to.deep.equal([
      "sure",
      "fair",
      "unsure",
    ]);
  });

  it("is reserved for what was tested often enough", () => {
    expect([faceOf({ tp: 19, fp: 0 }), faceOf({ tp: 20, fp: 0 })]).to.deep.equal(["few", "sure"]);
  });

  it("is bad for a bad share, however few the tests", () => {
    expect(faceOf({ tp: 1, fp: 1 })).to.equal("unsure");
  });

  it("is unknown for what never ran", () => {
    expect([faceOf({ tp: 0, fp: 0 }), shareOf({ tp: 0, fp: 0 })]).to.deep.equal([null, null]);
  });
});

describe("an edit", () => {
  it("is worse with fewer right runs, and with a smaller share of them", () => {
    const before = { tp: 15, fp: 1 };
    expect(isWorse(before, { tp: 0, fp: 1 })).to.equal(true);
    expect(isWorse(before, { tp: 15, fp: 2 })).to.equal(true);
    expect(isWorse(before, { tp: 15, fp: 1 })).to.equal(false);
    expect(isWorse(before, { tp: 16, fp: 1 })).to.equal(false);
  });
});
