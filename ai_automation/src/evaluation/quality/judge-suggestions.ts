import type { Frame } from "../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { type Fire, firesOf } from "../../replay/fires.ts";
import { parseAutomation } from "../../replay/parse-automation.ts";
import type { Effect } from "../../replay/plan.ts";
import { createWorld, wholeDays } from "../../replay/replay-automations.ts";
import { fireSetF1 } from "./fire-sets.ts";

/** A rule that is known to hold in a home. */
export interface Truth {
  readonly key: string;
  /** A Home Assistant config. */
  readonly automation: unknown;
}

/** Matched a rule, matched one that another suggestion matches better, or matched none. */
type Verdict = "right" | "neutral" | "wrong";

/** One suggestion on one of its targets. */
export interface JudgedSuggestion {
  readonly title: string;
  readonly target: Effect;
  readonly confidence: number;
  readonly verdict: Verdict;
  /** The rule on the same target whose fires are most like it, matched or not. */
  readonly nearest: { readonly key: string; readonly f1: number } | null;
}

/** One rule and how near the suggestions came. */
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

const MATCHING_F1 = 0.7;

/** Compares suggestions with the rules that hold, by the matching of evaluation.md 5. Reminders are left out. */
export function judgeSuggestions(
  frame: Frame,
  truths: readonly Truth[],
  drafts: readonly SuggestionDraft[],
): Judgement {
  const rulesOf = createRuleReader(frame);
  const trueRules = truths.flatMap(({ key, automation }) => rulesOf(automation).map((rule) => ({ key, ...rule })));
  const offered = drafts.flatMap(({ title, confidence, automation }) =>
    rulesOf(automation).map((rule) => ({ title, confidence, ...rule })),
  );
  const likenesses = offered.flatMap((suggestion) =>
    trueRules
      .filter(({ effect }) => isSame(effect, suggestion.effect))
      .map((truth) => ({ suggestion, truth, f1: fireSetF1(suggestion.fires, truth.fires) })),
  );
  const matching = likenesses.filter(({ f1 }) => f1 >= MATCHING_F1).sort((a, b) => b.f1 - a.f1);
  const rightOf = new Map<unknown, unknown>();
  for (const { suggestion, truth } of matching)
    if (!rightOf.has(truth) && ![...rightOf.values()].includes(suggestion)) rightOf.set(truth, suggestion);
  const right = new Set(rightOf.values());
  const neutral = new Set<unknown>(matching.map(({ suggestion }) => suggestion));
  return {
    truths: trueRules.map((truth) => ({
      key: truth.key,
      isFound: rightOf.has(truth),
      bestF1: Math.max(0, ...likenesses.filter((one) => one.truth === truth).map(({ f1 }) => f1)),
    })),
    suggestions: offered.map((suggestion) => ({
      title: suggestion.title,
      target: suggestion.effect,
      confidence: suggestion.confidence,
      verdict: right.has(suggestion) ? "right" : neutral.has(suggestion) ? "neutral" : "wrong",
      nearest: nearestOf(likenesses.filter((one) => one.suggestion === suggestion)),
    })),
  };
}

/** Reads what an automation does to each of its targets, on all recorded days. */
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

const isSame = (a: Effect, b: Effect): boolean => a.entityId === b.entityId && a.state === b.state;

function nearestOf(
  likenesses: readonly { readonly truth: { readonly key: string }; readonly f1: number }[],
): JudgedSuggestion["nearest"] {
  const [best] = likenesses.toSorted((a, b) => b.f1 - a.f1);
  return best === undefined ? null : { key: best.truth.key, f1: best.f1 };
}

export interface Quality {
  /** Right among those that are not neutral; null when nothing was offered. */
  readonly precision: number | null;
  /** Found among the rules that count. */
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
