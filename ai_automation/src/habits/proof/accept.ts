import type { ReplayCounts } from "../../model/habit.ts";
import { DAY } from "../../model/time.ts";
import { TP } from "../../replay/match.ts";
import { benjaminiHochbergCut } from "../../statistics/benjamini-hochberg.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import type { MiningContext } from "../candidate.ts";
import { chanceOf } from "./chance.ts";
import { countJudged, precisionOf, type Scored } from "./score.ts";
import { wilsonLowerBound, Z_90 } from "../../statistics/wilson.ts";

/**
 * What a habit has to show. Origin of every number but where another is named: evaluation.md 7.7. Those of precision were
 * set on planted homes that keep their habits at 60 to 90% and on four folds of a family's year.
 */
const MIN_LEARNED_BOUND = 0.45;
/** What is right half of the time is no better than a guess, however regular: surely more often than that. */
const MIN_CONFIDENCE = 0.53;
/** The more often a rule would be right anyway, the more it has to be right, up to this. */
const HIGHEST_CONFIDENCE = 0.75;
const CONFIDENCE_PER_CHANCE = 1.5;
/** A condition is one more choice that was made to fit. */
const CONFIDENCE_PER_CONDITION = 0.05;
/** It has to be paid for with as many right runs as a rule without. */
const HITS_PER_CONDITION = 8;
/** A day that was learned from says half as much as one held out: rules are tailored to it. */
const LEARNED_SHARE = 0.5;
/** Held-out days as bad as one in ten by luck tell of a habit that has changed. */
const CHANGED = 0.1;
const Z_LEARNED = Z_90;
const Z_HELD_OUT = 0.84;
const MIN_HITS = { hits: 8, days: 5 };
/** Below four weeks of history. */
const MIN_HITS_SHORT = { hits: 4, days: 4 };
const SHORT_HISTORY_DAYS = 28;
/** Two of two would pass the bound; it takes a third to call it proven. */
const MIN_HELD_OUT_HITS = 3;
/** Right in more than one stretch of the year: a holiday or a week of guests makes no habit. */
const MIN_WEEKS = 3;
const FALSE_DISCOVERY_RATE = 0.05;
/** Of the last four weeks a rule must not be mostly wrong: what was given up is not offered. */
const RECENT_DAYS = 28;
const MIN_RECENT_DECIDED = 3;
const MIN_RECENT_PRECISION = 0.5;

/** Why a habit is not offered, with what it has and what it would need. */
export type Shortfall =
  | { readonly kind: "too_few_times"; readonly has: number; readonly needs: number }
  | { readonly kind: "too_few_days"; readonly has: number; readonly needs: number }
  | { readonly kind: "too_few_weeks"; readonly has: number; readonly needs: number }
  | { readonly kind: "not_right_enough"; readonly has: number; readonly needs: number }
  | { readonly kind: "not_confirmed"; readonly has: number; readonly needs: number }
  | { readonly kind: "given_up"; readonly has: number; readonly needs: number }
  | { readonly kind: "could_be_chance"; readonly has: number; readonly needs: number };

/**
 * The lower bound of the precision on days to come: the confidence that is announced. The days it was learned from say
 * something too, if less, unless the habit has changed since: then the held-out days alone count.
 */
export function confidenceOf({ learned, heldOut }: Pick<Scored, "learned" | "heldOut">): number {
  const share = hasChanged(learned, heldOut) ? 0 : LEARNED_SHARE;
  const hits = heldOut.tp + share * learned.tp;
  return wilsonLowerBound(hits, hits + heldOut.fp + share * learned.fp, Z_HELD_OUT);
}

/** Whether the held-out days are worse than luck explains. */
function hasChanged(learned: ReplayCounts, heldOut: ReplayCounts): boolean {
  const decided = heldOut.tp + heldOut.fp;
  const expectedWrong = (learned.fp + 1) / (learned.tp + learned.fp + 2);
  return binomialTail(heldOut.fp, decided, expectedWrong) < CHANGED;
}

/** What a candidate lacks by its counts; undefined when it has all. Whether it could be chance is asked of the rest. */
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
  return staleness(scored, context, historyDays);
}

function staleness({ fires, judgement }: Scored, context: MiningContext, historyDays: number): Shortfall | undefined {
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
 * What those lack that could be luck, or would be right nearly as often anyway: each p-value times the hypotheses looked
 * at to find it, all of them together at 5% false discoveries. The rest are not in the answer.
 */
export function shortfallsOfChance(scored: readonly Scored[], context: MiningContext): ReadonlyMap<Scored, Shortfall> {
  const shortfalls = new Map<Scored, Shortfall>();
  const left: { readonly one: Scored; readonly pValue: number }[] = [];
  for (const one of scored) {
    const chance = chanceOf(one, context);
    const needs = neededAt(chance.share, one);
    if (confidenceOf(one) >= needs) left.push({ one, pValue: Math.min(1, chance.pValue * one.candidate.tried) });
    else shortfalls.set(one, { kind: "not_right_enough", has: precisionOf(one.heldOut), needs });
  }
  const cut = benjaminiHochbergCut(
    left.map(({ pValue }) => pValue),
    FALSE_DISCOVERY_RATE,
  );
  for (const { one, pValue } of left)
    if (pValue > cut) shortfalls.set(one, { kind: "could_be_chance", has: pValue, needs: FALSE_DISCOVERY_RATE });
  return shortfalls;
}

function neededAt(chance: number, { candidate }: Scored): number {
  const needs =
    MIN_CONFIDENCE + CONFIDENCE_PER_CHANCE * chance + CONFIDENCE_PER_CONDITION * candidate.conditions.length;
  return Math.min(HIGHEST_CONFIDENCE, needs);
}
