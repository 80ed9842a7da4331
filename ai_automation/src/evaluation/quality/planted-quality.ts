import type { PlantedHome } from "../../demo/planted-home.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { mean } from "../../statistics/mean.ts";
import { judgeSuggestions, qualityOf, type Judgement, type Quality, type Truth } from "./judge-suggestions.ts";
import type { PlantedHistory } from "./planted-frame.ts";
import { countTitles, type TitleCount } from "./titles.ts";
import { replayTruths, summariseTruths, type ReplayedTruth, type TruthQuality } from "./true-rules.ts";

export interface PlantedJudgement extends Judgement {
  readonly quality: Quality;
  readonly replayed: readonly ReplayedTruth[];
}

/** Judges suggestions against a planted home's habits. An abandoned habit does not count: suggesting it is wrong. */
export function judgePlanted({ home, frame }: PlantedHistory, drafts: readonly SuggestionDraft[]): PlantedJudgement {
  const truths = activeHabits(home);
  const judgement = judgeSuggestions(frame, truths, drafts);
  return { ...judgement, quality: qualityOf(judgement), replayed: replayTruths(frame, truths) };
}

export const activeHabits = ({ habits }: PlantedHome): readonly Truth[] =>
  habits.filter(({ abandonedOn }) => abandonedOn === null);

/** Means over homes. */
export interface PlantedQuality {
  readonly homes: number;
  readonly quality: Quality;
  readonly suggestions: number;
  readonly habits: readonly TruthQuality[];
  readonly wrong: readonly TitleCount[];
}

export function summarisePlanted(judged: readonly PlantedJudgement[]): PlantedQuality {
  return {
    homes: judged.length,
    quality: {
      precision: mean(judged.map(({ quality }) => quality.precision)),
      recall: mean(judged.map(({ quality }) => quality.recall)) ?? 0,
      f1: mean(judged.map(({ quality }) => quality.f1)) ?? 0,
    },
    suggestions: mean(judged.map(({ suggestions }) => suggestions.length)) ?? 0,
    habits: summariseTruths(judged),
    wrong: countTitles(judged.map(wrongSuggestions)),
  };
}

const wrongSuggestions = ({ suggestions }: Judgement): Judgement["suggestions"] =>
  suggestions.filter(({ verdict }) => verdict === "wrong");
