import type { Interval } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import { bootstrap, measure, sumTallies, type Intervals, type Measures, type Tally } from "../replay/measures.ts";
import { calibrate, type CalibrationBand } from "./calibration.ts";
import type { FoldReport, JudgedSuggestion, MethodResult } from "./evaluate-fold.ts";
import { isSameSuggestion } from "./same-suggestion.ts";

interface Verdicts {
  readonly good: number;
  readonly bad: number;
  readonly idle: number;
  /** Precision of at least 0.5, but fewer than three decided fires. */
  readonly undecided: number;
}

export interface MethodReport {
  readonly method: string;
  readonly total: Tally;
  readonly measures: Measures;
  readonly intervals: Intervals;
  readonly verdicts: Verdicts;
  readonly suggestionsByFold: readonly number[];
  /** The share of folds with at least one acting suggestion. */
  readonly offeringShare: number;
  /** New suggestions per year; one that an earlier fold had already counts once. */
  readonly suggestionsPerYear: number;
  /** The share of suggestions that, judged alone, save at least one action a week. */
  readonly savingShare: number | null;
  readonly reminders: number;
  readonly alertsPerWeek: number;
  readonly unsupported: number;
  readonly calibration: readonly CalibrationBand[];
}

/** Pools the folds of each method: counts are added, and intervals are drawn from the judged days of all folds. */
export function poolFolds(folds: readonly FoldReport[]): readonly MethodReport[] {
  const [first] = folds;
  return first === undefined ? [] : first.results.map((_, index) => poolMethod(folds, index));
}

const MIN_DECIDED = 3;
const MIN_PRECISION = 0.5;

function poolMethod(folds: readonly FoldReport[], index: number): MethodReport {
  const judged = folds.map(({ fold, results }) => ({ fold, result: results[index]! }));
  const results = judged.map(({ result }) => result);
  const byDay = results.flatMap((result) => result.byDay);
  const total = sumTallies(byDay);
  const suggestions = results.flatMap((result) => result.suggestions);
  const weeks = judged.reduce((sum, { fold }) => sum + weeksOf(fold.judge), 0);
  const saving = judged.flatMap(({ fold, result }) =>
    result.suggestions.filter(({ alone }) => alone.saved >= weeksOf(fold.judge)),
  );
  return {
    method: results[0]!.method,
    total,
    measures: measure(total, byDay.length),
    intervals: bootstrap(byDay),
    verdicts: verdictsOf(suggestions),
    suggestionsByFold: results.map((result) => result.suggestions.length),
    offeringShare: results.filter((result) => result.suggestions.length > 0).length / results.length,
    suggestionsPerYear: perYear(results, learnedSpan(folds)),
    savingShare: suggestions.length === 0 ? null : saving.length / suggestions.length,
    reminders: sum(results, ({ reminders }) => reminders),
    alertsPerWeek: sum(results, ({ alerts }) => alerts) / weeks,
    unsupported: sum(results, ({ unsupported }) => unsupported),
    calibration: calibrate(suggestions.map(({ confidence, alone: { tp, fp } }) => ({ confidence, tp, fp }))),
  };
}

/** Good, bad and idle rules (docs/evaluation.md, section 4). */
function verdictsOf(suggestions: readonly Pick<JudgedSuggestion, "together">[]): Verdicts {
  const verdicts = suggestions.map(({ together: { tp, fp } }): keyof Verdicts => {
    if (tp + fp === 0) return "idle";
    if (tp / (tp + fp) < MIN_PRECISION) return "bad";
    return tp + fp >= MIN_DECIDED ? "good" : "undecided";
  });
  const countOf = (one: keyof Verdicts): number => verdicts.filter((verdict) => verdict === one).length;
  return { good: countOf("good"), bad: countOf("bad"), idle: countOf("idle"), undecided: countOf("undecided") };
}

/** From the first learned day to the last origin. */
function learnedSpan(folds: readonly FoldReport[]): Interval {
  const learned = folds.map(({ fold }) => fold.learn);
  return { from: Math.min(...learned.map(({ from }) => from)), to: Math.max(...learned.map(({ to }) => to)) };
}

const YEAR = 365.25 * DAY;

function perYear(results: readonly MethodResult[], { from, to }: Interval): number {
  const offered: JudgedSuggestion["plan"][] = [];
  for (const { suggestions } of results) {
    const fresh = suggestions.filter(({ plan }) => !offered.some((known) => isSameSuggestion(known, plan)));
    offered.push(...fresh.map(({ plan }) => plan));
  }
  return (offered.length * YEAR) / (to - from);
}

const weeksOf = ({ from, to }: Interval): number => (to - from) / (7 * DAY);

const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0);
