import { expect } from "chai";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { findFix } from "../../../src/suggestions/follow-up/find-fix.ts";
import { aFollowedHome, EVENING, often, ON_MOTION, once, SURROUNDINGS } from "../../support/a-followed-home.ts";

describe("a fix", () => {
  it("leaves out the weekend where people undo it then", () => {
    const { world, runs } = aFollowedHome({ days: 21, runsAt: once, isUndone: ({ weekday }) => weekday > 4 });
    const fix = findFix(world, EVENING, runs, SURROUNDINGS);
    expect(fix?.change).to.deep.equal({ kind: "days", weekdays: [0, 1, 2, 3, 4] });
    expect(fix?.repaired.length).to.equal(6);
    expect(fix?.kept.length).to.equal(15);
    expect(fix?.automation.conditions).to.deep.equal([
      { condition: "time", weekday: ["mon", "tue", "wed", "thu", "fri"] },
    ]);
    expect(fix?.automation.triggers).to.deep.equal(EVENING.triggers);
  });

  it("leaves out the hours in which people undo it", () => {
    const isUndone = ({ at }: { readonly at: number }): boolean => new Date(at).getUTCHours() >= 20;
    const { world, runs } = aFollowedHome({ days: 21, runsAt: often, isUndone });
    const fix = findFix(world, ON_MOTION, runs, SURROUNDINGS);
    expect(fix?.change.kind).to.equal("hours");
    expect(fix?.stillUndone).to.deep.equal([]);
    expect(fix?.lost).to.deep.equal([]);
  });

  it("asks for a state without which people undo it", () => {
    const { world, runs } = aFollowedHome({ days: 28, runsAt: often, isUndone: ({ isTvOn }) => isTvOn });
    const fix = findFix(world, ON_MOTION, runs, SURROUNDINGS);
    expect(fix?.change).to.deep.equal({ kind: "state", entityId: "media_player.tv", state: "off" });
  });

  it("moves the time to where people do it by hand after undoing it", () => {
    const { world, runs } = aFollowedHome({
      days: 14,
      runsAt: once,
      isUndone: ({ random }) => random() < 0.8,
      redone: (random) => 58 * MINUTE + random() * 4 * MINUTE,
    });
    const fix = findFix(world, EVENING, runs, SURROUNDINGS);
    expect(fix?.change).to.deep.equal({ kind: "time", by: HOUR });
    expect(fix?.automation.triggers).to.deep.equal([{ trigger: "time", at: "20:00:00" }]);
  });

  it("is not found in one bad evening", () => {
    const { world, runs } = aFollowedHome({ days: 21, runsAt: often, isUndone: ({ at }) => at < world0 });
    expect(findFix(world, ON_MOTION, runs, SURROUNDINGS)).to.equal(null);
  });

  it("is not found where it would miss more than it spares", () => {
    const isUndone = ({ at, random }: { readonly at: number; readonly random: () => number }): boolean =>
      new Date(at).getUTCHours() >= 20 && random() < 0.3;
    const { world, runs } = aFollowedHome({ days: 60, runsAt: often, isUndone });
    expect(findFix(world, ON_MOTION, runs, SURROUNDINGS)).to.equal(null);
  });

  it("is not found where nobody minds", () => {
    const { world, runs } = aFollowedHome({ days: 60, runsAt: often, isUndone: () => false });
    expect(findFix(world, ON_MOTION, runs, SURROUNDINGS)).to.equal(null);
  });
});

const world0 = Date.parse("2026-01-06T00:00:00Z");
