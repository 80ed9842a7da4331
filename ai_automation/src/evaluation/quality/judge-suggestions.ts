import type { Effect } from "../../automation/plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { firesOf, type Fire } from "../../replay/fires.ts";
import { createWorld, wholeDays } from "../../replay/world.ts";
import { fireSetF1 } from "./fire-sets.ts";

/** A rule known to hold in a home. */
export interface Truth {
  readonly key: string;
  /** A Home Assistant config. */
  readonly automation: unknown;
}

/** Right: matches a rule. Neutral: matches one that another suggestion matches better. Wrong: matches none. */
type Verdict = "right" | "neutral" | "wrong";

/** One suggestion on one of its targets. */
export interface JudgedSuggestion {
  readonly title: string;
  readonly target: Effect;
  readonly confidence: number;
  readonly verdict: Verdict;
  /** The rule on the same target with the most similar fires, matched or not. */
  readonly nearest: { readonly key: string; readonly f1: number } | null;
}

export interface JudgedTruth {
  readonly key: string;
  readonly isFound: boolean;
  /** The best F1 of any suggestion on the same target. */
  readonly bestF1: number;
}

export interface Judgement {
  readonly truths: readonly JudgedTruth[];
  readonly suggestions: readonly JudgedSuggestion[];
}

interface Rule {
  readonly effect: Effect;
  readonly fires: readonly Fire[];
}

interface TrueRule extends Rule {
  readonly key: string;
}

interface OfferedRule extends Rule {
  readonly title: string;
  readonly confidence: number;
}

/** A suggestion and a rule on the same target. */
interface ScoredPair {
  readonly offered: OfferedRule;
  readonly truth: TrueRule;
  readonly f1: number;
}

const MATCHING_F1 = 0.7;

/**
 * Compares suggestions with the true rules by the matching of docs/evaluation.md, section 5. Fires count even if the
 * target is already in its state. Reminders are left out.
 */
export function judgeSuggestions(
  frame: Frame,
  truths: readonly Truth[],
  drafts: readonly SuggestionDraft[],
): Judgement {
  const rulesOf = createRuleReader(frame);
  const trueRules = truths.flatMap(({ key, automation }) => rulesOf(automation).map((rule) => ({ key, ...rule })));
  const offeredRules = drafts.flatMap(({ title, confidence, automation }) =>
    rulesOf(automation).map((rule) => ({ title, confidence, ...rule })),
  );
  const pairs = scorePairs(offeredRules, trueRules);
  const matched = matchGreedily(pairs);
  const near = new Set(pairs.filter(isMatching).map(({ offered }) => offered));
  const right = new Set(matched.values());
  return {
    truths: trueRules.map((truth) => ({
      key: truth.key,
      isFound: matched.has(truth),
      bestF1: pairs.find((one) => one.truth === truth)?.f1 ?? 0,
    })),
    suggestions: offeredRules.map((offered) => ({
      title: offered.title,
      target: offered.effect,
      confidence: offered.confidence,
      verdict: right.has(offered) ? "right" : near.has(offered) ? "neutral" : "wrong",
      nearest: nearestOf(pairs.find((one) => one.offered === offered)),
    })),
  };
}

/** An automation's fires for each of its targets, over the whole recording. */
function createRuleReader(frame: Frame): (automation: unknown) => readonly Rule[] {
  const world = createWorld(frame);
  const whole = wholeDays(frame);
  return (automation) => {
    const plan = parseAutomation(automation);
    if (plan.isReminder) return [];
    const fires = firesOf(plan, world, whole);
    return plan.effects.map((effect) => ({ effect, fires }));
  };
}

/** Best match first. */
function scorePairs(offeredRules: readonly OfferedRule[], trueRules: readonly TrueRule[]): readonly ScoredPair[] {
  return offeredRules
    .flatMap((offered) =>
      trueRules
        .filter((truth) => isSame(truth.effect, offered.effect))
        .map((truth) => ({ offered, truth, f1: fireSetF1(offered.fires, truth.fires) })),
    )
    .sort((a, b) => b.f1 - a.f1);
}

const isSame = (a: Effect, b: Effect): boolean => a.entityId === b.entityId && a.state === b.state;

const isMatching = ({ f1 }: ScoredPair): boolean => f1 >= MATCHING_F1;

function matchGreedily(pairs: readonly ScoredPair[]): ReadonlyMap<TrueRule, OfferedRule> {
  const matched = new Map<TrueRule, OfferedRule>();
  const taken = new Set<OfferedRule>();
  for (const { offered, truth } of pairs.filter(isMatching)) {
    if (matched.has(truth) || taken.has(offered)) continue;
    matched.set(truth, offered);
    taken.add(offered);
  }
  return matched;
}

const nearestOf = (pair: ScoredPair | undefined): JudgedSuggestion["nearest"] =>
  pair === undefined ? null : { key: pair.truth.key, f1: pair.f1 };

export interface Quality {
  /** Right as a share of right and wrong; null if nothing was offered. */
  readonly precision: number | null;
  readonly recall: number;
  readonly f1: number;
}

export function qualityOf({ truths, suggestions }: Judgement): Quality {
  const right = suggestions.filter(({ verdict }) => verdict === "right").length;
  const decided = suggestions.filter(({ verdict }) => verdict !== "neutral").length;
  return {
    precision: decided === 0 ? null : right / decided,
    recall: truths.length === 0 ? 0 : right / truths.length,
    f1: decided + truths.length === 0 ? 0 : (2 * right) / (decided + truths.length),
  };
}
