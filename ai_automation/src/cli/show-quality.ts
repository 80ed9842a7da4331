import type { HabitQuality, PlantedQuality, WrongSuggestions } from "../evaluation/quality/planted-quality.ts";

/** One line of figures for one kind of home. */
export function showPlantedLine(
  adherence: number,
  days: number,
  { quality, suggestions, homes }: PlantedQuality,
): string {
  const { precision, recall, f1 } = quality;
  return `${adherence.toFixed(1).padStart(9)} ${String(days).padStart(5)} ${String(homes).padStart(6)} ${share(precision)} ${share(recall)} ${share(f1)} ${suggestions.toFixed(1).padStart(12)}`;
}

export const PLANTED_HEAD = "adherence  days  homes      P      R     F1  suggestions";

/** What the miner's author needs most: which habits are found, and what is offered that is none. */
export function showPlantedDetails({ habits, wrong, homes }: PlantedQuality): string {
  return [
    "",
    "   found  best F1 | the habit itself replayed",
    "                  |      P  decided a home",
    ...habits.toSorted((a, b) => b.foundShare - a.foundShare).map(habitLine),
    "",
    `   wrong in homes (of ${homes}), mean confidence, nearest habit on the same target`,
    ...(wrong.length === 0 ? ["   none"] : wrong.map(wrongLine)),
    "",
  ].join("\n");
}

function habitLine({ key, foundShare, bestF1, precision, decided }: HabitQuality): string {
  return `  ${share(foundShare)}  ${bestF1.toFixed(2).padStart(7)} | ${share(precision)}  ${decided.toFixed(0).padStart(7)}  ${key}`;
}

function wrongLine({ homes, confidence, title, nearest, nearestF1 }: WrongSuggestions): string {
  const near = nearest === null ? "" : `  (${nearest}, F1 ${nearestF1.toFixed(2)})`;
  return `   ${String(homes).padStart(4)}  ${confidence.toFixed(2)}  ${title}${near}`;
}

const share = (value: number | null): string => (value === null ? "-" : `${(value * 100).toFixed(1)}%`).padStart(6);
