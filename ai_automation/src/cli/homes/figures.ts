import type { Contribution } from "../../evaluation/over-homes.ts";
import {
  evaluatedDocument,
  minedDocument,
  replayedDocument,
  type EvaluatedDocument,
  type MinedDocument,
  type ReplayedDocument,
} from "./result-documents.ts";
import type { DoneLine } from "./result-line.ts";

/** A measure of one home, in a group that is compared over homes. */
export interface Figure extends Contribution {
  readonly group: string;
  readonly measure: string;
  readonly unit: "share" | "number";
}

/**
 * The contribution of a result to the summary (docs/evaluation.md, section 4).
 * @throws ZodError for a result that the command did not write
 */
export function figuresOf({ settings, result }: DoneLine): readonly Figure[] {
  switch (settings.command) {
    case "mine":
      return miningFigures(minedDocument.parse(result));
    case "evaluate":
      return evaluatedDocument.parse(result).evaluations.flatMap(evaluationFigures);
    case "replay":
      return replayFigures(replayedDocument.parse(result));
  }
}

function miningFigures({ suggestions }: MinedDocument): readonly Figure[] {
  const acting = suggestions
    .map(({ evidence }) => evidence.held_out)
    .filter((one) => one.alerts_per_week === undefined);
  const tp = sum(acting.map((one) => one.tp));
  const fp = sum(acting.map((one) => one.fp));
  const group = "suggestions, on days they had not seen";
  return [
    mean(group, "homes with a suggestion", "share", suggestions.length > 0 ? 1 : 0),
    mean(group, "suggestions a home", "number", suggestions.length),
    { group, measure: "precision P", unit: "share", part: tp, whole: tp + fp },
    meanPrecision(group, tp, fp),
    mean(group, "saved actions a home and week", "number", sum(acting.map((one) => one.saved_per_week))),
    mean(group, "wrong runs a home and week", "number", sum(acting.map((one) => one.false_per_week))),
  ];
}

function evaluationFigures({
  protocol,
  train_days,
  hands,
  ...labels
}: EvaluatedDocument["evaluations"][number]): readonly Figure[] {
  const learned = train_days === "all" ? "all days before" : `${train_days} days before`;
  return [labels, ...(hands === null ? [] : [hands])].flatMap((side) =>
    side.methods.flatMap((method) => {
      const group = `${protocol}, ${learned}, ${method.method}${side === hands ? ", by hands" : ""}`;
      const offering = method.suggestions_by_fold.filter((count) => count > 0).length;
      return [
        {
          group,
          measure: "origins with a suggestion",
          unit: "share" as const,
          part: offering,
          whole: method.suggestions_by_fold.length,
        },
        ...replayMeasures(group, method, side.judged_days),
      ];
    }),
  );
}

function replayFigures({ automations, days, ...tally }: ReplayedDocument): readonly Figure[] {
  const group = "automations";
  const countOf = (verdict: string): number => automations.filter((one) => one.verdict === verdict).length;
  return [
    mean(group, "automations a home", "number", automations.length),
    ...["good", "bad", "idle"].map((verdict): Figure => ({
      group,
      measure: `${verdict} automations`,
      unit: "share",
      part: countOf(verdict),
      whole: automations.length,
    })),
    ...replayMeasures(group, tally, days),
  ];
}

function replayMeasures(
  group: string,
  { tp, fp, saved, actions }: Pick<ReplayedDocument, "tp" | "fp" | "saved" | "actions">,
  days: number,
): readonly Figure[] {
  return [
    { group, measure: "precision P", unit: "share", part: tp, whole: tp + fp },
    meanPrecision(group, tp, fp),
    { group, measure: "coverage C", unit: "share", part: tp, whole: actions },
    { group, measure: "saved S", unit: "share", part: saved, whole: actions },
    { group, measure: "FP per day", unit: "number", part: fp, whole: days },
    { group, measure: "net2 per week", unit: "number", part: saved - 2 * fp, whole: days / 7 },
  ];
}

/** A home without a decided run has no precision. */
const meanPrecision = (group: string, tp: number, fp: number): Figure => ({
  ...mean(group, "P, mean of homes", "share", tp + fp === 0 ? 0 : tp / (tp + fp)),
  whole: tp + fp === 0 ? 0 : 1,
});

const mean = (group: string, measure: string, unit: Figure["unit"], part: number): Figure => ({
  group,
  measure,
  unit,
  part,
  whole: 1,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
