import type { CalibrationBand } from "../evaluation/calibration.ts";
import type { FoldReport, MethodResult } from "../evaluation/evaluate-fold.ts";
import type { Evaluation, JudgedFolds } from "../evaluation/evaluate.ts";
import type { MethodReport } from "../evaluation/pool.ts";
import { formatDay } from "../model/clock.ts";
import { measure, sumTallies } from "../replay/measures.ts";
import type { Range } from "../statistics/bootstrap.ts";
import { measuresDocument } from "./measures-document.ts";

/** The readable report: the methods side by side, then fold by fold, then the calibration of the first method. */
export function showEvaluation(evaluations: readonly Evaluation[]): string {
  return evaluations.map(showOne).join("\n");
}

/** Which rows count as manual: the recording's own labels, or these without the listed machines. */
type JudgedBy = "labels" | "hands";

function showOne({ protocol, trainDays, hands, ...recorded }: Evaluation): string {
  const { folds } = recorded;
  const sides =
    hands === null
      ? ([["labels", recorded]] as const)
      : ([
          ["labels", recorded],
          ["hands", hands],
        ] as const);
  const days = folds.reduce((sum, { results }) => sum + results[0]!.byDay.length, 0);
  const learned = trainDays === "all" ? "everything before the origin" : `the last ${trainDays} days before the origin`;
  return [
    `${protocol}, learned from ${learned}: ${folds.length} ${folds.length === 1 ? "fold" : "folds"}, ${days} judged days, ${sides.map(showActions).join(", ")}`,
    "",
    ...table([
      METHOD_HEADER,
      ...sideBySide(sides, ({ methods }, by) => methods.map((method) => methodRow(method, by))),
    ]),
    "",
    ...table([FOLD_HEADER, ...sideBySide(sides, ({ folds }, by) => folds.flatMap((fold) => foldRows(fold, by)))]),
    ...sides.flatMap(([by, { methods }]) => methods.slice(0, 1).flatMap((own) => showOwn(own, by))),
    "",
  ].join("\n");
}

type Side = readonly [by: JudgedBy, judged: JudgedFolds];

const showActions = ([by, { methods }]: Side): string =>
  `N ${methods[0]?.total.actions ?? 0}${by === "hands" ? " by hands" : ""}`;

/** Interleaves the rows of all sides, so that those of the same method are adjacent. */
function sideBySide(
  sides: readonly Side[],
  rowsOf: (judged: JudgedFolds, by: JudgedBy) => readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const rows = sides.map(([by, judged]) => rowsOf(judged, by));
  return rows[0]!.flatMap((_, index) => rows.map((ofSide) => ofSide[index]!));
}

const METHOD_HEADER = [
  "method",
  "judged by",
  "P",
  "C",
  "S",
  "FP/day",
  "net2/week",
  "NOOP",
  "good",
  "bad",
  "idle",
  "undecided",
  "suggestions per fold",
];

function methodRow(report: MethodReport, by: JudgedBy): readonly string[] {
  const { method, measures, intervals, verdicts, suggestionsByFold } = report;
  return [
    method,
    by,
    share(measures.precision, intervals.precision),
    share(measures.coverage, intervals.coverage),
    share(measures.saved, intervals.saved),
    amount(measures.falsePerDay, intervals.falsePerDay, 2),
    amount(measures.netPerWeek, intervals.netPerWeek, 1),
    share(measures.noopShare, intervals.noopShare),
    ...[verdicts.good, verdicts.bad, verdicts.idle, verdicts.undecided].map(String),
    showFolds(suggestionsByFold),
  ];
}

const MOST_FOLDS_BY_NAME = 9;

/** The count of each fold, or mean and range if there are many folds. */
function showFolds(counts: readonly number[]): string {
  if (counts.length <= MOST_FOLDS_BY_NAME) return counts.join(" ");
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return `${mean.toFixed(1)} (${Math.min(...counts)} to ${Math.max(...counts)})`;
}

const FOLD_HEADER = ["origin", "method", "suggestions", "judged by", "P", "C", "FP/day", "NOOP"];

function foldRows({ fold, results }: FoldReport, by: JudgedBy): readonly (readonly string[])[] {
  return results.map((result) => {
    const { precision, coverage, falsePerDay, noopShare } = measuresOf(result);
    return [
      formatDay(fold.origin),
      result.method,
      String(result.suggestions.length),
      by,
      share(precision, null),
      share(coverage, null),
      falsePerDay.toFixed(2),
      share(noopShare, null),
    ];
  });
}

const measuresOf = ({ byDay }: MethodResult) => measure(sumTallies(byDay), byDay.length);

function showOwn(own: MethodReport, by: JudgedBy): readonly string[] {
  return [
    "",
    `predicted confidence of ${own.method} against observed precision, judged by ${by}, each suggestion on its own`,
    ...table([CALIBRATION_HEADER, ...own.calibration.map(calibrationRow)]),
    "",
    `${share(own.offeringShare, null)} of the origins had at least one suggestion`,
    `${own.suggestionsPerYear.toFixed(0)} new suggestions a year`,
    `${share(own.savingShare, null)} of the suggestions save at least one action a week on the judged days`,
    ...(own.reminders === 0
      ? []
      : [`${own.reminders} reminders, not counted above: ${own.alertsPerWeek.toFixed(2)} alerts a week`]),
    ...(own.unsupported === 0 ? [] : [`${own.unsupported} suggestions that cannot be replayed, not counted above`]),
  ];
}

const CALIBRATION_HEADER = ["confidence", "suggestions", "decided", "predicted", "observed", "mean of suggestions"];

function calibrationRow(band: CalibrationBand): readonly string[] {
  return [
    `${band.from.toFixed(1)} to ${band.to.toFixed(1)}`,
    String(band.suggestions),
    String(band.decided),
    share(band.meanConfidence, null),
    share(band.pooledPrecision, null),
    share(band.meanPrecision, null),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;

function share(value: number | null, range: Range | null): string {
  if (value === null) return "none";
  return range === null ? percent(value) : `${percent(value)} (${percent(range.low)} to ${percent(range.high)})`;
}

function amount(value: number, range: Range | null, digits: number): string {
  const text = value.toFixed(digits);
  return range === null ? text : `${text} (${range.low.toFixed(digits)} to ${range.high.toFixed(digits)})`;
}

export function evaluationDocument(evaluations: readonly Evaluation[]): object {
  return {
    evaluations: evaluations.map(({ protocol, trainDays, hands, ...recorded }) => ({
      protocol,
      train_days: trainDays,
      ...judgedDocument(recorded),
      hands: hands === null ? null : judgedDocument(hands),
    })),
  };
}

const judgedDocument = ({ folds, methods }: JudgedFolds) => ({
  judged_days: folds.reduce((sum, { results }) => sum + (results[0]?.byDay.length ?? 0), 0),
  folds: folds.map(foldDocument),
  methods: methods.map(methodDocument),
});

function foldDocument({ fold, results }: FoldReport) {
  return {
    origin: formatDay(fold.origin),
    learned: intervalDocument(fold.learn),
    judged: intervalDocument(fold.judge),
    methods: results.map((result) => {
      const { precision, coverage, saved, falsePerDay, netPerWeek, noopShare } = measuresOf(result);
      return {
        method: result.method,
        suggestions: result.suggestions.length,
        ...sumTallies(result.byDay),
        precision,
        coverage,
        saved_share: saved,
        fp_per_day: falsePerDay,
        net2_per_week: netPerWeek,
        noop_share: noopShare,
      };
    }),
  };
}

const intervalDocument = ({ from, to }: { readonly from: number; readonly to: number }) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});

function methodDocument({ method, total, measures, intervals, verdicts, ...rest }: MethodReport) {
  return {
    method,
    ...total,
    ...measuresDocument(measures),
    noop_share: measures.noopShare,
    intervals: {
      ...measuresDocument(intervals),
      noop_share: intervals.noopShare,
    },
    rules: verdicts,
    suggestions_by_fold: rest.suggestionsByFold,
    share_of_origins_with_suggestions: rest.offeringShare,
    suggestions_per_year: rest.suggestionsPerYear,
    share_saving_weekly: rest.savingShare,
    reminders: rest.reminders,
    alerts_per_week: rest.alertsPerWeek,
    unsupported: rest.unsupported,
    calibration: rest.calibration.map((band) => ({
      from: band.from,
      to: band.to,
      suggestions: band.suggestions,
      decided: band.decided,
      mean_confidence: band.meanConfidence,
      pooled_precision: band.pooledPrecision,
      mean_precision: band.meanPrecision,
    })),
  };
}
