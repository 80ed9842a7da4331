import { expect } from "chai";
import { halvesOf, pairOf } from "../../../../src/automation/pair.ts";
import { HOUR, MINUTE } from "../../../../src/model/time.ts";
import { findFix } from "../../../../src/suggestions/follow-up/find-fix.ts";
import { aFollowedHome, EVENING, often, ON_MOTION, once, SURROUNDINGS } from "../../../support/a-followed-home.ts";
import { aStillHome, aSunsetHome } from "../../../support/homes-to-mend.ts";

describe("a fix", () => {
  it("excludes the weekend if people undo it then", () => {
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

  it("excludes the hours in which people undo it", () => {
    const isUndone = ({ at }: { readonly at: number }): boolean => new Date(at).getUTCHours() >= 20;
    const { world, runs } = aFollowedHome({ days: 21, runsAt: often, isUndone });
    const fix = findFix(world, ON_MOTION, runs, SURROUNDINGS);
    expect(fix?.change.kind).to.equal("hours");
    expect(fix?.stillUndone).to.deep.equal([]);
    expect(fix?.lost).to.deep.equal([]);
  });

  it("adds a state without which people undo it", () => {
    const { world, runs } = aFollowedHome({ days: 28, runsAt: often, isUndone: ({ isTvOn }) => isTvOn });
    const fix = findFix(world, ON_MOTION, runs, SURROUNDINGS);
    expect(fix?.change).to.deep.equal({ kind: "state", entityId: "media_player.tv", state: "off" });
  });

  it("requires darkness if people undo it during the day", () => {
    const isUndone = ({ at }: { readonly at: number }): boolean => {
      const hour = new Date(at).getUTCHours();
      return hour > 9 && hour < 15;
    };
    const { world, runs } = aFollowedHome({ days: 21, runsAt: often, isUndone });
    const fix = findFix(world, ON_MOTION, runs, SURROUNDINGS);
    expect(fix?.change).to.deep.equal({ kind: "sun", isDark: true });
    expect(fix?.automation.conditions).to.deep.equal([{ condition: "sun", after: "sunset", before: "sunrise" }]);
    expect([fix?.stillUndone.length, fix?.lost.length]).to.deep.equal([0, 0]);
  });

  it("adds a bound beyond which people undo it", () => {
    const { world, runs } = aFollowedHome({ days: 42, runsAt: often, isUndone: ({ temperature }) => temperature > 22 });
    const change = findFix(world, ON_MOTION, runs, SURROUNDINGS)?.change;
    expect(change).to.include({ kind: "number", entityId: "sensor.temperature", above: null });
    expect(change?.kind === "number" ? change.below : NaN).to.be.within(21.5, 23);
  });

  it("waits longer in the half of a pair that turns off", () => {
    const { world, runs, config } = aStillHome(30);
    const on = { ...config, triggers: [{ ...config.triggers[0], to: "on" }] };
    const pair = pairOf([{ ...on, actions: [{ ...config.actions[0], action: "light.turn_on" }] }, config], {
      alias: "Hall light",
      description: "",
    });
    const fix = findFix(world, pair, runs, []);
    expect(fix?.change).to.deep.equal({ kind: "for", before: 5 * MINUTE, after: 8 * MINUTE });
    const [first, second] = halvesOf(fix?.automation ?? pair) ?? [];
    expect(first).to.deep.equal(halvesOf(pair)?.[0]);
    expect(second?.triggers[0]).to.include({ to: "off", for: "00:08:00" });
  });

  it("waits longer if people turn it on again because they were only sitting still", () => {
    const { world, runs, config } = aStillHome(30);
    const fix = findFix(world, config, runs, []);
    expect(fix?.change).to.deep.equal({ kind: "for", before: 5 * MINUTE, after: 8 * MINUTE });
    expect(fix?.automation.triggers[0]).to.include({ for: "00:08:00" });
    expect([fix?.stillUndone.length, fix?.lost.length]).to.deep.equal([0, 0]);
  });

  it("moves the sun offset to where people do it manually after undoing it", () => {
    const { world, runs, config } = aSunsetHome(21);
    const fix = findFix(world, config, runs, []);
    expect(fix?.change).to.deep.equal({ kind: "time", by: 45 * MINUTE });
    expect(fix?.automation.triggers).to.deep.equal([{ trigger: "sun", event: "sunset", offset: "00:45:00" }]);
  });

  it("moves the time to where people do it manually after undoing it", () => {
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

  it("is not found if it would lose more runs than it avoids", () => {
    const isUndone = ({ at, random }: { readonly at: number; readonly random: () => number }): boolean =>
      new Date(at).getUTCHours() >= 20 && random() < 0.3;
    const { world, runs } = aFollowedHome({ days: 60, runsAt: often, isUndone });
    expect(findFix(world, ON_MOTION, runs, SURROUNDINGS)).to.equal(null);
  });

  it("is not found if nobody undoes the runs", () => {
    const { world, runs } = aFollowedHome({ days: 60, runsAt: often, isUndone: () => false });
    expect(findFix(world, ON_MOTION, runs, SURROUNDINGS)).to.equal(null);
  });
});

const world0 = Date.parse("2026-01-06T00:00:00Z");
