import { parseAutomation } from "../../../automation/read/automation.ts";
import { toggledIn } from "../../../automation/toggles.ts";
import { drawsFor } from "../../../demo/draws.ts";
import type { Frame } from "../../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../../model/suggestion.ts";
import { mean } from "../../../statistics/mean.ts";
import { frameOf } from "../home-recording.ts";
import { judgeSuggestions, qualityOf, type Truth } from "../judge-suggestions.ts";
import { plantRecording, type PlantedSettings } from "../planted-frame.ts";
import { activeHabits, summarisePlanted, type PlantedJudgement, type PlantedQuality } from "../planted-quality.ts";
import { replayTruths } from "../true-rules.ts";
import { withButtons } from "./button-home.ts";

export interface PlantedButtons {
  readonly frame: Frame;
  readonly truths: readonly Truth[];
}

/** A planted home with buttons, scenes and scripts. Deterministic for the settings. */
export function plantButtons(settings: PlantedSettings & { readonly adherence: number }): PlantedButtons {
  const { home, recording } = plantRecording(settings);
  const planted = withButtons(recording, drawsFor(settings.seed, "buttons"), settings.adherence);
  return { frame: frameOf(planted.recording), truths: [...activeHabits(home), ...planted.truths] };
}

export interface ButtonsJudgement extends PlantedJudgement {
  /** Lamps that are toggled by one suggestion, of the two that people toggle. */
  readonly toggles: number;
}

/** Judges all suggestions of such a home; each half of a toggle is one rule. */
export function judgeButtons({ frame, truths }: PlantedButtons, drafts: readonly SuggestionDraft[]): ButtonsJudgement {
  const judgement = judgeSuggestions(frame, truths, drafts);
  const toggles = drafts.flatMap(({ automation }) => [...toggledIn(parseAutomation(automation).effects)]);
  return {
    ...judgement,
    quality: qualityOf(judgement),
    replayed: replayTruths(frame, truths),
    toggles: new Set(toggles).size,
  };
}

export interface ButtonsQuality extends PlantedQuality {
  readonly toggleShare: number;
}

/** The number of lamps that people toggle in each home. */
const TOGGLED = 2;

export const summariseButtons = (judged: readonly ButtonsJudgement[]): ButtonsQuality => ({
  ...summarisePlanted(judged),
  toggleShare: mean(judged.map(({ toggles }) => toggles / TOGGLED)) ?? 0,
});
