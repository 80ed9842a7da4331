import type { ReplayCounts } from "../../model/habit.ts";
import { benjaminiHochbergCut } from "../../statistics/benjamini-hochberg.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { wilsonLowerBound, Z_80, Z_90 } from "../../statistics/wilson.ts";
import { entitiesOf, type Candidate, type MiningContext } from "../candidate.ts";
import { chanceOf } from "./chance.ts";
import { precisionOf, type Scored } from "./score.ts";

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
const MIN_HITS = 8;
/**
 * A habit must be right on several days, so that one party does not count. There is no minimum in weeks or in history:
 * on one family's year it changed nothing that three weeks were required, and ten days are what a recorder keeps.
 */
export const MIN_HIT_DAYS = 5;
/** Without this minimum, 2 of 2 would pass the bound. */
const MIN_HELD_OUT_HITS = 3;
const FALSE_DISCOVERY_RATE = 0.05;
/** A rule that was mostly wrong recently counts as given up. */
const MIN_RECENT_DECIDED = 3;
const MIN_RECENT_PRECISION = 0.5;

/** The criterion that a habit does not meet, with its value and the required one. */
export type Shortfall =
  | { readonly kind: "too_few_times"; readonly has: number; readonly needs: number }
  | { readonly kind: "too_few_days"; readonly has: number; readonly needs: number }
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
export function shortfallOf(scored: Scored): Shortfall | undefined {
  const { learned, heldOut, whole } = scored;
  const hits = requiredHits(scored);
  if (whole.tp < hits) return { kind: "too_few_times", has: whole.tp, needs: hits };
  if (whole.days < MIN_HIT_DAYS) return { kind: "too_few_days", has: whole.days, needs: MIN_HIT_DAYS };
  const learnedBound = wilsonLowerBound(learned.tp, learned.tp + learned.fp, Z_LEARNED);
  if (learnedBound < MIN_LEARNED_BOUND)
    return { kind: "not_right_enough", has: precisionOf(learned), needs: MIN_LEARNED_BOUND };
  if (heldOut.tp < MIN_HELD_OUT_HITS) return { kind: "not_confirmed", has: heldOut.tp, needs: MIN_HELD_OUT_HITS };
  if (confidenceOf(scored) < MIN_CONFIDENCE)
    return { kind: "not_right_enough", has: precisionOf(heldOut), needs: MIN_CONFIDENCE };
  return shortfallOfRecency(scored);
}

/** The true positives that a rule needs. */
const requiredHits = ({ candidate }: Pick<Scored, "candidate">): number =>
  MIN_HITS + HITS_PER_CONDITION * candidate.conditions.length;

function shortfallOfRecency({ recent }: Scored): Shortfall | undefined {
  const isOver = recent.tp + recent.fp >= MIN_RECENT_DECIDED && precisionOf(recent) < MIN_RECENT_PRECISION;
  return isOver ? { kind: "given_up", has: precisionOf(recent), needs: MIN_RECENT_PRECISION } : undefined;
}

/** Beyond this, a prospect is too vague to be shown. */
const MOST_MORE = 20;

/**
 * The fewest further true positives, without a false one, with which a rule would be accepted; undefined if many would
 * not suffice. They count as held out, because they will be the newest.
 */
export function moreHitsNeeded(scored: Scored, context: MiningContext): number | undefined {
  const chance = chanceOf(scored, context);
  const { candidate, learned, heldOut, whole } = scored;
  const confidence = Math.max(context.leastConfidence, requiredConfidence(chance.share, scored, context));
  for (let more = 1; more <= MOST_MORE; more++) {
    const tp = whole.tp + more;
    const days = whole.days + Math.ceil((more * whole.days) / whole.tp);
    if (tp < requiredHits(scored) || days < MIN_HIT_DAYS || heldOut.tp + more < MIN_HELD_OUT_HITS) continue;
    if (wilsonLowerBound(tp, tp + whole.fp, Z_LEARNED) < MIN_LEARNED_BOUND) continue;
    if (confidenceOf({ learned, heldOut: { ...heldOut, tp: heldOut.tp + more } }) < confidence) continue;
    if (chance.pValue * chance.share ** more * candidate.tried * context.searches <= FALSE_DISCOVERY_RATE) return more;
  }
  return undefined;
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
    const needs = requiredConfidence(chance.share, one, context);
    if (confidenceOf(one) >= needs)
      remaining.push({ one, pValue: Math.min(1, chance.pValue * one.candidate.tried * context.searches) });
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

function requiredConfidence(chance: number, { candidate }: Scored, context: MiningContext): number {
  if (isAcrossAreas(candidate, context)) return HIGHEST_CONFIDENCE;
  const needs =
    MIN_CONFIDENCE + CONFIDENCE_PER_CHANCE * chance + CONFIDENCE_PER_CONDITION * candidate.conditions.length;
  return Math.min(HIGHEST_CONFIDENCE, needs);
}

/** Whether the trigger is in another area than what it switches, which is a priori less likely to be a habit. */
function isAcrossAreas({ trigger, series }: Candidate, { frame, facts }: MiningContext): boolean {
  const own = facts[series.entity]?.area ?? null;
  return (
    own !== null &&
    entitiesOf(trigger).some((entityId) => {
      const area = facts[frame.entities.find(entityId) ?? -1]?.area ?? null;
      return area !== null && area !== own;
    })
  );
}
