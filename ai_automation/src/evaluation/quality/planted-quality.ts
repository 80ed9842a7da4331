import type { PlantedHome } from "../../demo/planted-home.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { parseAutomation } from "../../replay/parse-automation.ts";
import { createWorld, replayAutomations, wholeDays } from "../../replay/replay-automations.ts";
import { type Judgement, judgeSuggestions, type Quality, qualityOf, type Truth } from "./judge-suggestions.ts";
import { meanOf } from "./mean.ts";
import type { PlantedHistory } from "./planted-frame.ts";

export interface PlantedJudgement extends Judgement {
  readonly quality: Quality;
  /** How each habit that counts does itself when it is replayed: what the best of miners could measure. */
  readonly kept: readonly Kept[];
}

interface Kept {
  readonly key: string;
  /** TP + FP of the habit's own automation. */
  readonly decided: number;
  readonly precision: number | null;
}

/** How well suggestions tell a planted home's habits. A habit that was given up does not count: to offer it is wrong. */
export function judgePlanted({ home, frame }: PlantedHistory, drafts: readonly SuggestionDraft[]): PlantedJudgement {
  const truths = habitsThatCount(home);
  const judgement = judgeSuggestions(frame, truths, drafts);
  return { ...judgement, quality: qualityOf(judgement), kept: keptOf(frame, truths) };
}

const habitsThatCount = ({ habits }: PlantedHome): readonly Truth[] =>
  habits.filter(({ givenUpOn }) => givenUpOn === null);

function keptOf(frame: Frame, truths: readonly Truth[]): readonly Kept[] {
  const world = createWorld(frame);
  const whole = wholeDays(frame);
  return truths.map(({ key, automation }) => {
    const { total, measures } = replayAutomations(world, [parseAutomation(automation)], whole);
    return { key, decided: total.tp + total.fp, precision: measures.precision };
  });
}

/** Means over homes. */
export interface PlantedQuality {
  readonly homes: number;
  readonly quality: Quality;
  readonly suggestions: number;
  readonly habits: readonly HabitQuality[];
  readonly wrong: readonly WrongSuggestions[];
}

export interface HabitQuality {
  readonly key: string;
  readonly foundShare: number;
  readonly bestF1: number;
  readonly decided: number;
  readonly precision: number | null;
}

/** Suggestions of homes that say the same but for the minute, and match no habit. */
export interface WrongSuggestions {
  readonly title: string;
  readonly homes: number;
  readonly confidence: number;
  readonly nearest: string | null;
  readonly nearestF1: number;
}

export function summarisePlanted(judged: readonly PlantedJudgement[]): PlantedQuality {
  return {
    homes: judged.length,
    quality: {
      precision: meanOf(judged.map(({ quality }) => quality.precision)),
      recall: meanOf(judged.map(({ quality }) => quality.recall)) ?? 0,
      f1: meanOf(judged.map(({ quality }) => quality.f1)) ?? 0,
    },
    suggestions: meanOf(judged.map(({ suggestions }) => suggestions.length)) ?? 0,
    habits: habitsOf(judged),
    wrong: wrongOf(judged),
  };
}

function habitsOf(judged: readonly PlantedJudgement[]): readonly HabitQuality[] {
  const truths = Map.groupBy(
    judged.flatMap((one) => one.truths),
    ({ key }) => key,
  );
  const kept = Map.groupBy(
    judged.flatMap((one) => one.kept),
    ({ key }) => key,
  );
  return [...truths].map(([key, ofHomes]) => ({
    key,
    foundShare: meanOf(ofHomes.map(({ isFound }) => (isFound ? 1 : 0))) ?? 0,
    bestF1: meanOf(ofHomes.map(({ bestF1 }) => bestF1)) ?? 0,
    decided: meanOf((kept.get(key) ?? []).map(({ decided }) => decided)) ?? 0,
    precision: meanOf((kept.get(key) ?? []).map(({ precision }) => precision)),
  }));
}

function wrongOf(judged: readonly PlantedJudgement[]): readonly WrongSuggestions[] {
  const wrong = judged.flatMap(({ suggestions }, home) =>
    suggestions.filter(({ verdict }) => verdict === "wrong").map((suggestion) => ({ ...suggestion, home })),
  );
  const byTitle = Map.groupBy(wrong, ({ title }) => title.replaceAll(/\b(\d\d):\d\d\b/g, "$1:.."));
  return [...byTitle]
    .map(([title, alike]) => {
      const [nearest] = alike.map((one) => one.nearest).toSorted((a, b) => (b?.f1 ?? 0) - (a?.f1 ?? 0));
      return {
        title,
        homes: new Set(alike.map(({ home }) => home)).size,
        confidence: meanOf(alike.map(({ confidence }) => confidence)) ?? 0,
        nearest: nearest?.key ?? null,
        nearestF1: nearest?.f1 ?? 0,
      };
    })
    .sort((a, b) => b.homes - a.homes || a.title.localeCompare(b.title));
}
