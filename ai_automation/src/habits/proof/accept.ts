import type { ReplayCounts } from "../../model/habit.ts";
import { DAY } from "../../model/time.ts";
import { TP } from "../../replay/match.ts";
import { benjaminiHochbergCut } from "../../statistics/benjamini-hochberg.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { wilsonLowerBound, Z_80, Z_90 } from "../../statistics/wilson.ts";
import type { MiningContext } from "../candidate.ts";
import { chanceOf } from "./chance.ts";
import { countJudged, precisionOf, type Scored } from "./score.ts";

/**
 * The criteria for accepting a habit (docs/evaluation.md, section 7, step 7). The precision thresholds were chosen on
 * planted homes whose residents keep 60 to 90% of their habits, and on four folds of one family's year.
 */
const MIN_LEARNED_BOUND = 0.45;
/** Above 0.5, because a rule that is right half the time is no better than a guess. */
const MIN_CONFIDENCE = 0.53;
/** The required confidence grows with the precision expected by chance, up to this limit. */
const HIGHEST_CONFIDENCE = 0.75;
const CONFIDENCE_PER_CHANCE = 1.5;
/** Each condition is another choice fitted to the data, so it raises the required confidence. */
const CONFIDENCE_PER_CONDITION = 0.05;
/** Each condition also requires as many more true positives as a rule without conditions. */
const HITS_PER_CONDITION = 8;
/** The weight of a training day relative to a held-out day: rules are fitted to the training days. */
const LEARNED_SHARE = 0.5;
/** P-value below which worse held-out days count as a changed habit, not as chance. */
const CHANGED = 0.1;
const Z_LEARNED = Z_90;
const Z_HELD_OUT = Z_80;
const MIN_HITS = { hits: 8, days: 5 };
/** Below four weeks of history. */
const MIN_HITS_SHORT = { hits: 4, days: 4 };
const SHORT_HISTORY_DAYS = 28;
/** Without this minimum, 2 of 2 would pass the bound. */
const MIN_HELD_OUT_HITS = 3;
/** A habit must be right in several weeks, so that a holiday or a week with guests does not count. */
const MIN_WEEKS = 3;
const FALSE_DISCOVERY_RATE = 0.05;
/** A rule that was mostly wrong in the last four weeks counts as given up. */
const RECENT_DAYS = 28;
const MIN_RECENT_DECIDED = 3;
const MIN_RECENT_PRECISION = 0.5;

/** The criterion that a habit does not meet, with its value and the required one. */
export type Shortfall =
  | { readonly kind: "too_few_times"; readonly has: number; readonly needs: number }
  | { readonly kind: "too_few_days"; readonly has: number; readonly needs: number }
  | { readonly kind: "too_few_weeks"; readonly has: number; readonly needs: number }
  | { readonly kind: "not_right_enough"; readonly has: number; readonly needs: number }
  | { readonly kind: "not_confirmed"; readonly has: number; readonly needs: number }
  | { readonly kind: "given_up"; readonly has: number; readonly needs: number }
  | { readonly kind: "could_be_chance"; readonly has: number; readonly needs: number };

/**
 * The confidence shown for a habit: a lower bound of its precision on future days. Training days count with a lower
 * weight, and not at all if the habit has changed since.
 */
export function confidenceOf({ learned, heldOut }: Pick<Scored, "learned" | "heldOut">): number {
  const share = hasChanged(learned, heldOut) ? 0 : LEARNED_SHARE;
  const hits = heldOut.tp + share * learned.tp;
  return wilsonLowerBound(hits, hits + heldOut.fp + share * learned.fp, Z_HELD_OUT);
}

/** Whether the held-out days are worse than chance explains. */
function hasChanged(learned: ReplayCounts, heldOut: ReplayCounts): boolean {
  const decided = heldOut.tp + heldOut.fp;
  const expectedWrong = (learned.fp + 1) / (learned.tp + learned.fp + 2);
  return binomialTail(heldOut.fp, decided, expectedWrong) < CHANGED;
}

/** The first criterion on its counts that a candidate does not meet; undefined if it meets all. */
export function shortfallOf(scored: Scored, context: MiningContext): Shortfall | undefined {
  const { learned, heldOut, whole } = scored;
  const historyDays = Math.round((context.heldOut.to - context.learn.from) / DAY);
  const least = historyDays < SHORT_HISTORY_DAYS ? MIN_HITS_SHORT : MIN_HITS;
  const hits = least.hits + HITS_PER_CONDITION * scored.candidate.conditions.length;
  if (whole.tp < hits) return { kind: "too_few_times", has: whole.tp, needs: hits };
  if (whole.days < least.days) return { kind: "too_few_days", has: whole.days, needs: least.days };
  const learnedBound = wilsonLowerBound(learned.tp, learned.tp + learned.fp, Z_LEARNED);
  if (learnedBound < MIN_LEARNED_BOUND)
    return { kind: "not_right_enough", has: precisionOf(learned), needs: MIN_LEARNED_BOUND };
  if (heldOut.tp < MIN_HELD_OUT_HITS) return { kind: "not_confirmed", has: heldOut.tp, needs: MIN_HELD_OUT_HITS };
  if (confidenceOf(scored) < MIN_CONFIDENCE)
    return { kind: "not_right_enough", has: precisionOf(heldOut), needs: MIN_CONFIDENCE };
  return shortfallOfRecency(scored, context, historyDays);
}

function shortfallOfRecency(
  { fires, judgement }: Scored,
  context: MiningContext,
  historyDays: number,
): Shortfall | undefined {
  const { frame, heldOut } = context;
  const weeks = new Set<number>();
  for (let i = 0; i < judgement.length; i++) {
    if (judgement.outcome[i] === TP) weeks.add(Math.floor(fires.at[judgement.fire[i]!]! / (7 * DAY)));
  }
  const needs = Math.min(MIN_WEEKS, Math.floor(historyDays / 7));
  if (weeks.size < needs) return { kind: "too_few_weeks", has: weeks.size, needs };
  const recent = countJudged(frame, fires, judgement, { from: heldOut.to - RECENT_DAYS * DAY, to: heldOut.to });
  const isOver = recent.tp + recent.fp >= MIN_RECENT_DECIDED && precisionOf(recent) < MIN_RECENT_PRECISION;
  return isOver ? { kind: "given_up", has: precisionOf(recent), needs: MIN_RECENT_PRECISION } : undefined;
}

/**
 * The shortfalls of candidates that chance could explain. Each p-value is multiplied by the number of hypotheses tried
 * (Bonferroni); over all candidates the false discovery rate is 5% (Benjamini and Hochberg). Candidates without a
 * shortfall are not in the map.
 */
export function shortfallsOfChance(scored: readonly Scored[], context: MiningContext): ReadonlyMap<Scored, Shortfall> {
  const shortfalls = new Map<Scored, Shortfall>();
  const remaining: { readonly one: Scored; readonly pValue: number }[] = [];
  for (const one of scored) {
    const chance = chanceOf(one, context);
    const needs = requiredConfidence(chance.share, one);
    if (confidenceOf(one) >= needs) remaining.push({ one, pValue: Math.min(1, chance.pValue * one.candidate.tried) });
    else shortfalls.set(one, { kind: "not_right_enough", has: precisionOf(one.heldOut), needs });
  }
  const cut = benjaminiHochbergCut(
    remaining.map(({ pValue }) => pValue),
    FALSE_DISCOVERY_RATE,
  );
  for (const { one, pValue } of remaining)
    if (pValue > cut) shortfalls.set(one, { kind: "could_be_chance", has: pValue, needs: FALSE_DISCOVERY_RATE });
  return shortfalls;
}

function requiredConfidence(chance: number, { candidate }: Scored): number {
  const needs =
    MIN_CONFIDENCE + CONFIDENCE_PER_CHANCE * chance + CONFIDENCE_PER_CONDITION * candidate.conditions.length;
  return Math.min(HIGHEST_CONFIDENCE, needs);
}
