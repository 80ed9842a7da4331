import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import type { FoldReport, JudgedSuggestion } from "../../../src/evaluation/evaluate-fold.ts";
import { poolFolds } from "../../../src/evaluation/pool.ts";
import { rollingFolds } from "../../../src/evaluation/protocols.ts";
import { createClock, parseDay } from "../../../src/model/clock.ts";
import { emptyTally, type Tally } from "../../../src/replay/measures.ts";
import { turningOn } from "../../support/a-frame.ts";

const firstDay = parseDay("2023-01-01") ?? NaN;
const FOLDS = rollingFolds(createClock("Europe/Amsterdam"), { firstDay, endDay: firstDay + 240 }, "all");

const aTally = (tally: Partial<Tally>): Tally => ({ ...emptyTally(), ...tally });

const aSuggestion = (tally: Partial<Tally>, trigger: object = { trigger: "time", at: "18:00" }): JudgedSuggestion => ({
  plan: parseAutomation(turningOn(trigger)),
  confidence: 0.9,
  together: aTally(tally),
  alone: aTally(tally),
});

const reports = (...suggestions: readonly (readonly JudgedSuggestion[])[]): readonly FoldReport[] =>
  suggestions.map((suggestions, index) => ({
    fold: FOLDS[index]!,
    results: [
      {
        method: "a method",
        suggestions,
        byDay: Array.from({ length: 30 }, () => aTally({ tp: 3, fp: 1, saved: 2, actions: 10 })),
        reminders: 1,
        alerts: 15,
        unsupported: 0,
      },
    ],
  }));

describe("pooling of folds", () => {
  it("adds the counts of all folds before measuring", () => {
    const [first, second] = reports([], []);
    const other = { ...second!, results: [{ ...second!.results[0]!, byDay: [aTally({ fp: 10, actions: 10 })] }] };
    const [pooled] = poolFolds([first!, other]);
    expect(pooled?.total).to.deep.equal(aTally({ tp: 90, fp: 40, saved: 60, actions: 310 }));
    expect(pooled?.measures.precision).to.equal(90 / 130);
    expect(pooled?.measures.falsePerDay).to.equal(40 / 31);
    expect(pooled?.intervals.precision?.high).to.be.above(90 / 130);
  });

  it("distinguishes good, bad, idle and undecided rules", () => {
    const [pooled] = poolFolds(
      reports(
        [aSuggestion({ tp: 2, fp: 1 }), aSuggestion({ tp: 1, fp: 2 }), aSuggestion({ noop: 9 })],
        [aSuggestion({ tp: 2 }), aSuggestion({ fp: 1 })],
      ),
    );
    expect(pooled?.verdicts).to.deep.equal({ good: 1, bad: 2, idle: 1, undecided: 1 });
    expect(pooled?.suggestionsByFold).to.deep.equal([3, 2]);
  });

  it("counts a repeated suggestion once per year, even if its time drifted", () => {
    const door = { trigger: "state", entity_id: "binary_sensor.door", to: "on" };
    const [pooled] = poolFolds(
      reports(
        [aSuggestion({}), aSuggestion({}, door)],
        [
          aSuggestion({}, { trigger: "time", at: "18:55" }),
          aSuggestion({}, { ...door, to: "off" }),
          aSuggestion({}, door),
        ],
      ),
    );
    expect(pooled?.suggestionsPerYear).to.be.closeTo((3 * 365.25) / 210, 0.01);
  });

  it("computes the share of origins with a suggestion", () => {
    const [pooled] = poolFolds(reports([], [aSuggestion({ tp: 2 }), aSuggestion({ fp: 1 })]));
    expect(pooled?.offeringShare).to.equal(0.5);
  });

  it("computes the share of suggestions that save at least one action a week", () => {
    const [pooled] = poolFolds(
      reports([aSuggestion({ saved: 4 }), aSuggestion({ saved: 5 })], [aSuggestion({ tp: 9 })]),
    );
    expect(pooled?.savingShare).to.equal(1 / 3);
  });

  it("counts reminders separately, per week", () => {
    const [pooled] = poolFolds(reports([], []));
    expect([pooled?.reminders, pooled?.alertsPerWeek]).to.deep.equal([2, (30 * 7) / 60]);
  });
});
