import { z } from "zod";
import type { AutomationConfig } from "../../../model/automation.ts";
import type { SuggestionDraft } from "../../../model/suggestion.ts";
import { mean } from "../../../statistics/mean.ts";
import { judgeSuggestions, qualityOf } from "../judge-suggestions.ts";
import type { PlantedHistory } from "../planted-frame.ts";
import { activeHabits } from "../planted-quality.ts";
import { originalIdOf } from "./messy-home.ts";
import type { Disturbed } from "./nuisance.ts";
import { compareRules, rulesOf, type SetDifference } from "./suggestion-sets.ts";

/** The effect of a nuisance on the suggestions of one home. */
export interface MessyJudgement extends SetDifference {
  /** F1 against the planted habits with the nuisance; `cleanF1` without it. */
  readonly f1: number;
  readonly cleanF1: number;
  /** Suggested targets among the added entities, none of which may be acted on. */
  readonly onAdded: number;
}

/**
 * Compares the suggestions for a home with and without a nuisance. Renamed entities count under their old id. All are
 * judged on the clean history, which lacks the added entities: a suggestion that needs one is wrong.
 */
export function judgeMessy(
  clean: PlantedHistory,
  offeredClean: readonly SuggestionDraft[],
  { added, renamed }: Disturbed,
  offered: readonly SuggestionDraft[],
): MessyJudgement {
  const asBefore = offered.map((draft) => ({ ...draft, automation: withOriginalIds(draft.automation, renamed) }));
  const addedIds = new Set(added.map((entityId) => originalIdOf(entityId, renamed)));
  const rules = rulesOf(asBefore);
  const onOld = rules.filter(({ entityId }) => !addedIds.has(entityId));
  return {
    ...compareRules(rulesOf(offeredClean), onOld),
    f1: f1Of(clean, asBefore),
    cleanF1: f1Of(clean, offeredClean),
    onAdded: rules.length - onOld.length,
  };
}

const f1Of = ({ home, frame }: PlantedHistory, drafts: readonly SuggestionDraft[]): number =>
  qualityOf(judgeSuggestions(frame, activeHabits(home), drafts)).f1;

const part = z.record(z.string(), z.unknown());
const parts = z.object({ triggers: z.array(part), conditions: z.array(part), actions: z.array(part) });

function withOriginalIds(automation: AutomationConfig, renamed: ReadonlyMap<string, string>): AutomationConfig {
  const { triggers, conditions, actions } = automation;
  const text = [...renamed.keys()].reduce(
    (json, entityId) => json.replaceAll(`"${entityId}"`, `"${originalIdOf(entityId, renamed)}"`),
    JSON.stringify({ triggers, conditions, actions }),
  );
  return { ...automation, ...parts.parse(JSON.parse(text)) };
}

export interface MessyQuality extends SetDifference {
  readonly homes: number;
  readonly f1: number;
  readonly cleanF1: number;
  readonly onAdded: number;
  /** The share of homes with any suggestion on an added entity. */
  readonly shareOnAdded: number;
  /** The share of homes whose suggestions on old entities equal those of the clean home. */
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
