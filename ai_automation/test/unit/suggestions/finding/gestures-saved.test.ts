import { expect } from "chai";
import { SECOND } from "../../../../src/model/time.ts";
import type { Judged } from "../../../../src/replay/match.ts";
import { gesturesSaved } from "../../../../src/suggestions/finding/gestures-saved.ts";

const right = (at: number, actedAt: number): Judged => ({
  at: at * SECOND,
  rule: 0,
  outcome: "tp",
  actedAt: actedAt * SECOND,
});

describe("saved gestures", () => {
  it("count a tap that switches three lamps once", () => {
    expect(gesturesSaved([right(0, 60), right(0, 60.1), right(0, 61)])).to.equal(1);
  });

  it("count taps with a pause between them each", () => {
    expect(gesturesSaved([right(0, 60), right(0, 70), right(1_000, 1_060)])).to.equal(3);
  });

  it("exclude earlier actions and wrong runs", () => {
    expect(gesturesSaved([right(100, 60), { at: 0, rule: 0, outcome: "fp", actedAt: NaN }])).to.equal(0);
  });
});
