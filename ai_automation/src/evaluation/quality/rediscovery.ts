import type { PlantedHome } from "../../demo/planted-home.ts";
import { CONTEXT_CODE, type Frame } from "../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { type JudgedTruth, type Judgement, judgeSuggestions, qualityOf, type Truth } from "./judge-suggestions.ts";
import { meanOf } from "../../statistics/mean.ts";
import { type PlantedHistory, type PlantedSettings, plantHistory } from "./planted-frame.ts";
import { wrongOf } from "./planted-quality.ts";
import { countTitles, type TitleCount } from "./titles.ts";
import { type Kept, keptOf, summariseTruths, type TruthQuality } from "./truth-summary.ts";

/**
 * A home whose automations do all that people do by habit in others; what people still do has no pattern.
 * Nobody can tell from its history what was automatic.
 */
export function plantAutomatedHome(settings: PlantedSettings): PlantedHistory {
  const { home, frame } = plantHistory({
    ...settings,
    adherence: 0,
    running: ({ habits }) =>
      habits.map(({ key, automation }) => ({
        entityId: `automation.${key}`,
        config: automation,
        from: -Infinity,
        to: Infinity,
      })),
  });
  return { home, frame: hideAutomations(frame) };
}

/** What automations did looks as if it was done by hand. */
export function hideAutomations(frame: Frame): Frame {
  const contexts = frame.contexts.map((code) => (code === CONTEXT_CODE.automation ? CONTEXT_CODE.manual : code));
  return { ...frame, contexts };
}

export interface RediscoveryJudgement extends Judgement {
  /** The automations by whether the automation acts at its trigger or waits for a state to last. */
  readonly atOnce: readonly JudgedTruth[];
  readonly waiting: readonly JudgedTruth[];
  readonly precision: number | null;
  readonly kept: readonly Kept[];
}

export function judgeRediscovery(
  { home, frame }: PlantedHistory,
  drafts: readonly SuggestionDraft[],
): RediscoveryJudgement {
  const truths = automationsOf(home);
  const waits = new Set(truths.filter(({ automation }) => isWaiting(automation)).map(({ key }) => key));
  const judgement = judgeSuggestions(frame, truths, drafts);
  return {
    ...judgement,
    atOnce: judgement.truths.filter(({ key }) => !waits.has(key)),
    waiting: judgement.truths.filter(({ key }) => waits.has(key)),
    precision: qualityOf(judgement).precision,
    kept: keptOf(frame, truths),
  };
}

function automationsOf({ habits, automations }: PlantedHome): readonly Truth[] {
  return [...habits, ...automations.map(({ entityId, config }) => ({ key: entityId, automation: config }))];
}

const isWaiting = (automation: unknown): boolean =>
  parseAutomation(automation).triggers.some((trigger) => "hold" in trigger && trigger.hold > 0);

/** Means over homes. */
export interface RediscoveryQuality {
  readonly homes: number;
  readonly foundAtOnce: number;
  readonly foundWaiting: number;
  readonly precision: number | null;
  readonly truths: readonly TruthQuality[];
  readonly wrong: readonly TitleCount[];
}

export function summariseRediscovery(judged: readonly RediscoveryJudgement[]): RediscoveryQuality {
  return {
    homes: judged.length,
    foundAtOnce: meanOf(judged.map(({ atOnce }) => foundShare(atOnce))) ?? 0,
    foundWaiting: meanOf(judged.map(({ waiting }) => foundShare(waiting))) ?? 0,
    precision: meanOf(judged.map(({ precision }) => precision)),
    truths: summariseTruths(judged),
    wrong: countTitles(judged.map(wrongOf)),
  };
}

const foundShare = (truths: readonly JudgedTruth[]): number | null =>
  meanOf(truths.map(({ isFound }) => (isFound ? 1 : 0)));
