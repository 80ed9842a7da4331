import type { ReplayCounts } from "../model/habit.ts";
import { benjaminiHochbergCut } from "./benjamini-hochberg.ts";
import { binomialTail } from "./binomial.ts";
import type { Scored } from "./score.ts";
import { wilsonLowerBound } from "./wilson.ts";

/** What a habit has to show. Origin of every number: evaluation.md 7.7 and the method behind it. */
const MIN_LEARNED_BOUND = 0.6;
/** The upper end of the range that the method names: a false run costs more trust than a missed one. */
const MIN_CONFIDENCE = 0.7;
const Z_LEARNED = 1.28;
const Z_HELD_OUT = 0.84;
const MIN_HITS = { hits: 8, days: 5 };
/** Below four weeks of history. */
const MIN_HITS_SHORT = { hits: 4, days: 4 };
const SHORT_HISTORY_DAYS = 28;
/** Two of two would pass the bound; it takes a third to call it proven. */
const MIN_HELD_OUT_HITS = 3;
const FALSE_DISCOVERY_RATE = 0.05;

/** The lower bound of the held-out precision: the confidence that is announced. */
export const confidenceOf = ({ tp, fp }: ReplayCounts): number => wilsonLowerBound(tp, tp + fp, Z_HELD_OUT);

/**
 * The candidates that are right often enough on the days they were learned from and on those held out, and cannot be
 * luck: each p-value times the hypotheses looked at to find it, all of them together at 5% false discoveries.
 */
export function acceptCandidates(scored: readonly Scored[], historyDays: number): readonly Scored[] {
  const right = scored.filter((one) => isOftenRight(one, historyDays));
  const pValues = right.map(pValueOf);
  const cut = benjaminiHochbergCut(pValues, FALSE_DISCOVERY_RATE);
  return right.filter((_, index) => pValues[index]! <= cut);
}

function isOftenRight({ learned, heldOut }: Scored, historyDays: number): boolean {
  const least = historyDays < SHORT_HISTORY_DAYS ? MIN_HITS_SHORT : MIN_HITS;
  return (
    learned.tp + heldOut.tp >= least.hits &&
    learned.days + heldOut.days >= least.days &&
    wilsonLowerBound(learned.tp, learned.tp + learned.fp, Z_LEARNED) >= MIN_LEARNED_BOUND &&
    heldOut.tp >= MIN_HELD_OUT_HITS &&
    confidenceOf(heldOut) >= MIN_CONFIDENCE
  );
}

function pValueOf({ candidate, learned }: Scored): number {
  return Math.min(1, binomialTail(learned.tp, learned.tp + learned.fp, candidate.chance) * candidate.tried);
}
