import { parseAutomation } from "../../automation/read/automation.ts";
import type { PlantedHome } from "../../demo/planted-home.ts";
import { CONTEXT_CODE, type Frame } from "../../history/frame/frame.ts";
import type { NamedMachine } from "../../model/self-acting.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { mean } from "../../statistics/mean.ts";
import { judgeSuggestions, type JudgedSuggestion, type Truth } from "./judge-suggestions.ts";
import { isNamedBy } from "./named-machines.ts";
import { plantHistory, type PlantedHistory, type PlantedSettings } from "./planted-frame.ts";
import { countTitles, type TitleCount } from "./titles.ts";

/**
 * A home whose automations do everything that people would do by habit; what people still do is random. Its history
 * does not show what was automatic.
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

/** Relabels automatic changes as manual. */
export function hideAutomations(frame: Frame): Frame {
  const contexts = frame.contexts.map((code) => (code === CONTEXT_CODE.automation ? CONTEXT_CODE.manual : code));
  return { ...frame, contexts };
}

/** One hidden automation: whether it was named with its trigger and lag, and whether it was offered as a habit. */
interface RediscoveredAutomation {
  readonly key: string;
  /** It waits for a state to last instead of acting at once. */
  readonly isWaiting: boolean;
  readonly isNamed: boolean;
  readonly isOffered: boolean;
}

export interface RediscoveryJudgement {
  readonly automations: readonly RediscoveredAutomation[];
  /** Suggestions by target: there are no habits here, so all of them are wrong. */
  readonly offered: readonly JudgedSuggestion[];
  /** Named machines that match no automation of the home. */
  readonly misnamed: number;
}

/**
 * A hidden automation is found if it is named as happening by itself and never offered (docs/evaluation.md, section 5).
 */
export function judgeRediscovery(
  { home, frame }: PlantedHistory,
  drafts: readonly SuggestionDraft[],
  named: readonly NamedMachine[],
): RediscoveryJudgement {
  const truths = automationsOf(home);
  const { suggestions, truths: judged } = judgeSuggestions(frame, truths, drafts);
  return {
    automations: truths.map(({ key, automation }) => ({
      key,
      isWaiting: isWaiting(automation),
      isNamed: named.some((machine) => isNameOf(machine, automation)),
      isOffered: judged.some((truth) => truth.key === key && truth.isFound),
    })),
    offered: suggestions,
    misnamed: named.filter((machine) => !truths.some(({ automation }) => isNameOf(machine, automation))).length,
  };
}

function automationsOf({ habits, automations }: PlantedHome): readonly Truth[] {
  return [...habits, ...automations.map(({ entityId, config }) => ({ key: entityId, automation: config }))];
}

const isWaiting = (automation: unknown): boolean =>
  parseAutomation(automation).triggers.some((trigger) => "hold" in trigger && trigger.hold > 0);

function isNameOf(machine: NamedMachine, automation: unknown): boolean {
  const { effects, triggers } = parseAutomation(automation);
  const { entityId, state } = machine.target;
  return (
    effects.some((effect) => effect.entityId === entityId && effect.state === state) &&
    triggers.some((trigger) => isNamedBy(machine, trigger))
  );
}

/** Shares of homes. */
interface AutomationQuality {
  readonly key: string;
  readonly namedShare: number;
  readonly offeredShare: number;
}

/** Means over homes. */
export interface RediscoveryQuality {
  readonly homes: number;
  /** Shares of the automations. */
  readonly named: number;
  readonly namedAtOnce: number;
  readonly namedWaiting: number;
  readonly offered: number;
  /** Counts per home. */
  readonly suggestions: number;
  readonly misnamed: number;
  readonly automations: readonly AutomationQuality[];
  readonly titles: readonly TitleCount[];
}

export function summariseRediscovery(judged: readonly RediscoveryJudgement[]): RediscoveryQuality {
  const all = judged.flatMap(({ automations }) => automations);
  return {
    homes: judged.length,
    named: shareOf(all, ({ isNamed }) => isNamed),
    namedAtOnce: shareOf(
      all.filter((one) => !one.isWaiting),
      ({ isNamed }) => isNamed,
    ),
    namedWaiting: shareOf(
      all.filter((one) => one.isWaiting),
      ({ isNamed }) => isNamed,
    ),
    offered: shareOf(all, ({ isOffered }) => isOffered),
    suggestions: mean(judged.map(({ offered }) => offered.length)) ?? 0,
    misnamed: mean(judged.map(({ misnamed }) => misnamed)) ?? 0,
    automations: [...Map.groupBy(all, ({ key }) => key)].map(([key, alike]) => ({
      key,
      namedShare: shareOf(alike, ({ isNamed }) => isNamed),
      offeredShare: shareOf(alike, ({ isOffered }) => isOffered),
    })),
    titles: countTitles(judged.map(({ offered }) => offered)),
  };
}

const shareOf = <T>(values: readonly T[], is: (value: T) => boolean): number =>
  mean(values.map((value) => (is(value) ? 1 : 0))) ?? 0;
