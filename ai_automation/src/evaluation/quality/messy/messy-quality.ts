import { z } from "zod";
import type { AutomationConfig } from "../../../model/automation.ts";
import type { SuggestionDraft } from "../../../model/suggestion.ts";
import { mean } from "../../../statistics/mean.ts";
import { judgeSuggestions, qualityOf } from "../judge-suggestions.ts";
import type { PlantedHistory } from "../planted-frame.ts";
import { habitsThatCount } from "../planted-quality.ts";
import { firstIdOf } from "./messy-home.ts";
import type { Disturbed } from "./nuisance.ts";
import { compareRules, rulesOf, type SetDifference } from "./suggestion-sets.ts";

/** What a nuisance did to the suggestions of one home. */
export interface MessyJudgement extends SetDifference {
  /** F1 against the planted habits, with the nuisance and without. */
  readonly f1: number;
  readonly cleanF1: number;
  /** Targets that were added and act by themselves, and are acted on all the same. */
  readonly onAdded: number;
}

/**
 * Compares what is offered for a home with a nuisance with what is offered without. New ids of old entities count as the
 * old ones. Everything is judged on the clean history, where what was added does not exist: a suggestion that needs it
 * is wrong.
 */
export function judgeMessy(
  clean: PlantedHistory,
  offeredClean: readonly SuggestionDraft[],
  { added, renamed }: Disturbed,
  offered: readonly SuggestionDraft[],
): MessyJudgement {
  const asBefore = offered.map((draft) => ({ ...draft, automation: withFirstIds(draft.automation, renamed) }));
  const own = new Set(added.map((entityId) => firstIdOf(entityId, renamed)));
  const rules = rulesOf(asBefore);
  const onOld = rules.filter(({ entityId }) => !own.has(entityId));
  return {
    ...compareRules(rulesOf(offeredClean), onOld),
    f1: f1Of(clean, asBefore),
    cleanF1: f1Of(clean, offeredClean),
    onAdded: rules.length - onOld.length,
  };
}

const f1Of = ({ home, frame }: PlantedHistory, drafts: readonly SuggestionDraft[]): number =>
  qualityOf(judgeSuggestions(frame, habitsThatCount(home), drafts)).f1;

const part = z.record(z.string(), z.unknown());
const parts = z.object({ triggers: z.array(part), conditions: z.array(part), actions: z.array(part) });

function withFirstIds(automation: AutomationConfig, renamed: ReadonlyMap<string, string>): AutomationConfig {
  const { triggers, conditions, actions } = automation;
  const text = [...renamed.keys()].reduce(
    (json, entityId) => json.replaceAll(`"${entityId}"`, `"${firstIdOf(entityId, renamed)}"`),
    JSON.stringify({ triggers, conditions, actions }),
  );
  return { ...automation, ...parts.parse(JSON.parse(text)) };
}

/** Means over homes, and shares of homes. */
export interface MessyQuality extends SetDifference {
  readonly homes: number;
  readonly f1: number;
  readonly cleanF1: number;
  readonly onAdded: number;
  /** The share of homes in which anything that was added is acted on. */
  readonly shareOnAdded: number;
  /** The share of homes whose suggestions on old entities are exactly those of the clean home. */
  readonly shareSameSet: number;
}

export function summariseMessy(judged: readonly MessyJudgement[]): MessyQuality {
  const meanOf = (of: (one: MessyJudgement) => number): number => mean(judged.map(of)) ?? 0;
  return {
    homes: judged.length,
    f1: meanOf(({ f1 }) => f1),
    cleanF1: meanOf(({ cleanF1 }) => cleanF1),
    unchanged: meanOf(({ unchanged }) => unchanged),
    changed: meanOf(({ changed }) => changed),
    lost: meanOf(({ lost }) => lost),
    gained: meanOf(({ gained }) => gained),
    onAdded: meanOf(({ onAdded }) => onAdded),
    shareOnAdded: meanOf(({ onAdded }) => (onAdded > 0 ? 1 : 0)),
    shareSameSet: meanOf(({ changed, lost, gained }) => (changed + lost + gained === 0 ? 1 : 0)),
  };
}
