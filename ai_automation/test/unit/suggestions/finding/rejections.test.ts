import { expect } from "chai";
import { DAY, HOUR } from "../../../../src/model/time.ts";
import { isRevived, isUnwanted, weeklyLimit } from "../../../../src/suggestions/finding/rejections.ts";
import { remainingThisWeek } from "../../../../src/suggestions/finding/weekly-limit.ts";
import type { Rejection } from "../../../../src/suggestions/ports.ts";
import { aDraft } from "../../../support/a-draft.ts";

const areaOf = (entityId: string): string | null => (entityId.includes("cellar") ? "cellar" : "kitchen");
const rejected = (reason: Rejection["reason"], entityId = "light.pantry"): Rejection => ({
  suggestionId: 1,
  at: "2026-01-01T00:00:00.000Z",
  reason,
  patternType: "time_of_day",
  targets: [{ entityId, state: "on" }],
});
const at = (hour: number) =>
  aDraft({ trigger: { kind: "clock", timeOfDay: hour * HOUR, weekdays: [0] }, confidence: 0.9 });

describe("a new suggestion", () => {
  it("is unwanted in a room for which one was rejected", () => {
    expect(isUnwanted(aDraft(), [rejected("not_this_room", "light.counter")], areaOf)).to.equal(true);
    expect(isUnwanted(aDraft(), [rejected("not_this_room", "light.cellar")], areaOf)).to.equal(false);
  });

  it("is unwanted at night for an entity rejected at night", () => {
    expect(isUnwanted(at(23), [rejected("not_at_night")], areaOf)).to.equal(true);
    expect(isUnwanted(at(12), [rejected("not_at_night")], areaOf)).to.equal(false);
    expect(isUnwanted(at(23), [rejected("not_at_night", "light.counter")], areaOf)).to.equal(false);
  });

  it("needs more confidence after one was rejected as wrong", () => {
    expect(isUnwanted(aDraft({ confidence: 0.8 }), [rejected("wrong")], areaOf)).to.equal(true);
    expect(isUnwanted(aDraft({ confidence: 0.9 }), [rejected("wrong")], areaOf)).to.equal(false);
  });

  it("is not affected by other reasons", () => {
    expect(isUnwanted(aDraft(), [rejected("other"), rejected("too_many")], areaOf)).to.equal(false);
  });
});

describe("a rejected suggestion", () => {
  const rejectedAt = Date.parse("2026-01-01T00:00:00.000Z");
  const dailyActions = (count: number, from: number): readonly number[] =>
    Array.from({ length: count }, (_, day) => from + (day + 1) * DAY);
  const seen = (before: number, since: number) =>
    aDraft({
      evidence: {
        ...aDraft().evidence,
        actions: [...dailyActions(before, rejectedAt - 60 * DAY), ...dailyActions(since, rejectedAt)],
      },
      replay: { ...aDraft().replay, marks: [] },
    });
  const afterDays = (days: number): number => rejectedAt + days * DAY;

  it("is offered again after four weeks, if people did it as often again", () => {
    const why = [rejected("other")];
    expect(isRevived(seen(20, 20), seen(20, 0), why, afterDays(28))).to.equal(true);
    expect(isRevived(seen(20, 19), seen(20, 0), why, afterDays(28))).to.equal(false);
    expect(isRevived(seen(20, 20), seen(20, 0), why, afterDays(27))).to.equal(false);
  });

  it("is counted from the latest rejection", () => {
    const why = [{ ...rejected("other"), at: "2026-02-01T00:00:00.000Z" }, rejected("other")];
    expect(isRevived(seen(20, 20), seen(20, 0), why, afterDays(50))).to.equal(false);
  });

  it("is never offered again after a final reason", () => {
    for (const reason of ["wrong", "not_this_room", "not_at_night"] as const)
      expect(isRevived(seen(20, 200), seen(20, 0), [rejected(reason)], afterDays(300))).to.equal(false);
    expect(isRevived(seen(20, 200), seen(20, 0), [], afterDays(300))).to.equal(false);
  });
});

describe("the weekly limit", () => {
  const now = Date.parse("2026-03-20T03:00:00Z");
  const offered = (...instants: readonly string[]): readonly { readonly createdAt: string }[] =>
    instants.map((createdAt) => ({ createdAt }));

  it("does not apply to the first analysis", () => {
    expect(remainingThisWeek([], 3, now)).to.equal(Infinity);
  });

  it("counts the last seven days, without the first analysis", () => {
    const first = ["2026-03-19T03:00:00Z", "2026-03-19T03:00:05Z"];
    expect(remainingThisWeek(offered(...first), 3, now)).to.equal(3);
    const earlier = ["2026-02-01T03:00:00Z", "2026-03-10T03:00:00Z"];
    expect(remainingThisWeek(offered(...earlier, "2026-03-18T03:00:00Z"), 3, now)).to.equal(2);
  });

  it("drops by one for each “too many”, down to one", () => {
    expect(weeklyLimit(3, [rejected("too_many")])).to.equal(2);
    expect(
      weeklyLimit(
        3,
        Array.from({ length: 5 }, () => rejected("too_many")),
      ),
    ).to.equal(1);
    expect(weeklyLimit(0, [])).to.equal(0);
  });
});
