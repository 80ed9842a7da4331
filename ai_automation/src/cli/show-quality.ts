import type { MessyQuality } from "../evaluation/quality/messy/messy-quality.ts";
import type { PlantedQuality } from "../evaluation/quality/planted-quality.ts";
import type { RediscoveryQuality } from "../evaluation/quality/rediscovery.ts";
import type { TitleCount } from "../evaluation/quality/titles.ts";
import type { TruthQuality } from "../evaluation/quality/true-rules.ts";

export const PLANTED_HEAD = "adherence  days  homes      P      R     F1  suggestions";

export function showPlantedLine(
  adherence: number,
  days: number,
  { quality, suggestions, homes }: PlantedQuality,
): string {
  const { precision, recall, f1 } = quality;
  return `${adherence.toFixed(1).padStart(9)} ${String(days).padStart(5)} ${String(homes).padStart(6)} ${percent(precision)} ${percent(recall)} ${percent(f1)} ${suggestions.toFixed(1).padStart(12)}`;
}

/** How often each rule is found, the best match, and the rule's own replay. */
export function showHabits(habits: readonly TruthQuality[]): string {
  return [
    "   found  best F1 | the rule itself, replayed",
    "                  |      P  decided per home",
    ...habits.toSorted((a, b) => b.foundShare - a.foundShare).map(habitLine),
    "",
  ].join("\n");
}

function habitLine({ key, foundShare, bestF1, precision, decided }: TruthQuality): string {
  return `  ${percent(foundShare)}  ${bestF1.toFixed(2).padStart(7)} | ${percent(precision)}  ${decided.toFixed(0).padStart(7)}  ${key}`;
}

export const MESSY_HEAD = `${"nuisance".padEnd(30)} F1 clean     F1  unchanged  changed  lost   new  on added entities`;

/** The effect of one nuisance; everything except F1 is a count per home. */
export function showMessyLine(name: string, quality: MessyQuality): string {
  const { cleanF1, f1, unchanged, changed, lost, gained, onAdded } = quality;
  const count = (value: number, width: number): string => value.toFixed(1).padStart(width);
  return `${name.padEnd(30)}   ${percent(cleanF1)} ${percent(f1)} ${count(unchanged, 10)} ${count(changed, 8)} ${count(lost, 5)} ${count(gained, 5)} ${count(onAdded, 17)}`;
}

export function showRediscovered({ automations, misnamed, suggestions }: RediscoveryQuality): string {
  return [
    "   named  offered  the automation",
    ...automations
      .toSorted((a, b) => b.namedShare - a.namedShare || b.offeredShare - a.offeredShare)
      .map(({ key, namedShare, offeredShare }) => `  ${percent(namedShare)}   ${percent(offeredShare)}  ${key}`),
    `   ${misnamed.toFixed(1)} machines that match no automation and ${suggestions.toFixed(1)} suggestions per home`,
    "",
  ].join("\n");
}

/** Wrong suggestions, most frequent first. */
export function showWrong(wrong: readonly TitleCount[], homes: number): string {
  if (wrong.length === 0) return "   no wrong suggestions";
  return [
    `   wrong suggestions: homes (of ${homes}), mean confidence, title, nearest rule on the same target`,
    ...wrong.map(wrongLine),
  ].join("\n");
}

function wrongLine({ homes, confidence, title, nearest }: TitleCount): string {
  const near = nearest === null ? "" : `  (${nearest.key}, F1 ${nearest.f1.toFixed(2)})`;
  return `   ${String(homes).padStart(4)}  ${confidence.toFixed(2)}  ${title}${near}`;
}

/** A figure with its lower or upper bound and its goal (docs/evaluation.md, section 6). */
export interface Goal {
  readonly measure: string;
  readonly reached: number | null;
  readonly bounds: readonly [atLeast: number, goal: number] | null;
}

export const GOALS_HEAD = `\n${"measure".padEnd(44)} reached   bound    goal`;

export function showGoal({ measure, reached, bounds }: Goal): string {
  const [atLeast, goal] = bounds ?? [null, null];
  return `${measure.padEnd(44)}  ${percent(reached)}  ${percent(atLeast)}  ${percent(goal)}`;
}

const percent = (value: number | null): string => (value === null ? "-" : `${(value * 100).toFixed(1)}%`).padStart(6);
