import { expect } from "chai";
import type { NearMiss, Reason } from "../../../../src/habits/choice/near-misses.ts";
import { recordingNames } from "../../../../src/suggestions/finding/recording-names.ts";
import { reportNearMiss, reportObstacle } from "../../../../src/suggestions/finding/reasons.ts";
import type { Names } from "../../../../src/suggestions/words/names.ts";
import { aNearMiss } from "../../../support/a-near-miss.ts";

const NAMES: Names = {
  ...recordingNames,
  nameOf: (entityId) => {
    if (entityId === "automation.pantry") return "Pantry light follows the door";
    return entityId.startsWith("automation.") ? entityId : recordingNames.nameOf(entityId);
  },
};

const tell = (reason: Reason, values: Partial<NearMiss> = {}) =>
  reportNearMiss(aNearMiss({ ...values, reason }), NAMES);
const textOf = (...args: Parameters<typeof tell>): string => tell(...args).reason.text;

const rate = (tp: number, fp: number) => ({ tp, fp, noop: 0, duplicates: 0, saved: tp, days: tp });

describe("reasons in words", () => {
  it("name the form that came nearest, what it acts on, and its counts", () => {
    const near = aNearMiss();
    expect(reportNearMiss(near, NAMES)).to.deep.equal({
      title: "Turn on Pantry when Pantry door opens",
      entityId: "light.pantry",
      state: "on",
      reason: { kind: "too_few_times", text: "seen 6 times; it needs 8", has: 6, needs: 8, by: null },
      learned: near.learned,
      heldOut: near.heldOut,
    });
  });

  it("count times, days and weeks", () => {
    expect(textOf({ kind: "too_few_times", has: 1, needs: 8 })).to.equal("seen 1 time; it needs 8");
    expect(textOf({ kind: "too_few_days", has: 4, needs: 5 })).to.equal("seen on 4 days; it needs 5");
    expect(textOf({ kind: "too_few_weeks", has: 1, needs: 3 })).to.equal("seen in 1 week; it needs 3");
    expect(textOf({ kind: "not_confirmed", has: 2, needs: 3 })).to.equal(
      "right 2 times on the days it was not learned from; it needs 3",
    );
  });

  it("tell on which days a habit was not right enough", () => {
    const counts = { learned: rate(40, 60), heldOut: rate(5, 3) };
    expect(textOf({ kind: "not_right_enough", has: 5 / 8, needs: 0.7 }, counts)).to.equal(
      "right 63% of the time on the days it was not learned from; it needs more than 70%",
    );
    expect(textOf({ kind: "not_right_enough", has: 0.4, needs: 0.45 }, counts)).to.equal(
      "right 40% of the time on the days it was learned from; it needs more than 45%",
    );
  });

  it("never ask for less than a habit has: then it was seen too few times to be sure", () => {
    expect(
      textOf({ kind: "not_right_enough", has: 0.75, needs: 0.5 }, { learned: rate(9, 9), heldOut: rate(3, 1) }),
    ).to.equal("right 75% of the time on the days it was not learned from: not often enough to be sure of 50%");
  });

  it("tell what was given up, and what may be luck", () => {
    expect(textOf({ kind: "given_up", has: 0.2, needs: 0.5 })).to.equal(
      "given up: right 20% of the time in the last four weeks; it needs 50%",
    );
    expect(textOf({ kind: "could_be_chance", has: 0.3, needs: 0.05 })).to.match(/^could be chance: /);
  });

  it("name the automation that does it already, by its id where it has no name", () => {
    const { reason } = tell({ kind: "already_automated", by: "automation.pantry" });
    expect(reason).to.deep.equal({
      kind: "already_automated",
      text: 'the automation "Pantry light follows the door" does this already',
      has: null,
      needs: null,
      by: "automation.pantry",
    });
    expect(textOf({ kind: "already_automated", by: "automation.hall" })).to.equal("automation.hall does this already");
    expect(tell({ kind: "already_automated", by: null }).reason).to.deep.include({
      text: "an automation does this already",
      by: null,
    });
  });

  it("name what it would quarrel with: an automation of the home, or another habit", () => {
    const existing = tell({ kind: "contradicts", other: "automation.pantry" }).reason;
    expect(existing).to.deep.include({
      text: 'it would quarrel with the automation "Pantry light follows the door": one would undo the other',
      by: "automation.pantry",
    });
    const other = tell({ kind: "contradicts", other: "light.hall_table on" }).reason;
    expect(other).to.deep.include({
      text: "it would quarrel with another habit of Hall table: one would undo the other",
      by: null,
    });
  });
});

describe("obstacles in words", () => {
  it("count the days of history that are missing", () => {
    expect(reportObstacle({ kind: "too_little_history", has: 18, needs: 21 }, "en")).to.deep.equal({
      kind: "too_little_history",
      text: "3 more days of history are needed: 18 of 21 days so far",
      has: 18,
      needs: 21,
    });
    expect(reportObstacle({ kind: "too_little_history", has: 20, needs: 21 }, "en").text).to.equal(
      "1 more day of history is needed: 20 of 21 days so far",
    );
  });

  it("say so when there is nothing to switch, or nobody who does", () => {
    expect(reportObstacle({ kind: "no_actuators" }, "en").text).to.equal(
      "There is nothing in this home that an automation may switch",
    );
    expect(reportObstacle({ kind: "nothing_done_by_hand" }, "en").text).to.equal(
      "Nobody switches anything by hand often enough",
    );
  });
});
