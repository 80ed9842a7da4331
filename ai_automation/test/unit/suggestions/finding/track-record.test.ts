import { expect } from "chai";
import { discounted, type Outcome } from "../../../../src/suggestions/finding/track-record.ts";
import { aDraft } from "../../../support/a-draft.ts";

const draft = aDraft({ patternType: "co_occurrence", confidence: 0.9 });
const after = (...outcomes: readonly Outcome[]): number => discounted(draft, outcomes).confidence;

describe("confidence discounted by the track record", () => {
  it("does not change without outcomes, or when the promise was kept", () => {
    expect(after()).to.equal(0.9);
    expect(after({ patternType: "co_occurrence", right: 180, wrong: 20 })).to.be.closeTo(0.9, 1e-9);
  });

  it("is never raised", () => {
    expect(after({ patternType: "co_occurrence", right: 500, wrong: 0 })).to.equal(0.9);
  });

  it("falls with undone runs, further the more there are", () => {
    const few = after({ patternType: "co_occurrence", right: 5, wrong: 5 });
    const many = after({ patternType: "co_occurrence", right: 100, wrong: 100 });
    expect(few).to.be.within(0.8, 0.9);
    expect(many).to.be.within(0.5, 0.65);
  });

  it("falls only for the pattern type concerned", () => {
    expect(after({ patternType: "time_of_day", right: 0, wrong: 100 })).to.equal(0.9);
  });
});
