import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { ReplayCounts } from "../../model/habit.ts";
import { domainOf, type Interval } from "../../model/state-change.ts";
import { DUPLICATE, FP, judgeFires, NOOP, TP, type FireColumns, type Judgement } from "../../replay/match.ts";
import type { Candidate, MiningContext } from "../candidate.ts";

/**
 * The cost of a false positive, in saved actions, when candidates compete. Lower than the 2 of net2
 * (docs/evaluation.md, section 4), with which habits kept on two days of three would never be found. Acceptance filters
 * later.
 */
const NET_COST_OF_FALSE = 1.25;

/**
 * The cost of turning off a light where people are, relative to other false positives. The others are undone by one
 * action. Here somebody has to stop, find the switch in the dark, and turn on again what they wanted: as much again.
 * Reasoned, not fitted. It decides which form of a habit is chosen, and whether another one is worth a suggestion.
 */
const COST_IN_THE_DARK = 2;

/** The cost when the instant of a rule is chosen: higher, so that the instant is not at the edge of people's range. */
export const PLACING_COST_OF_FALSE = 2;

/** A candidate with its fires over the whole history and their outcomes, so that it is replayed only once. */
export interface Scored {
  readonly candidate: Candidate;
  readonly fires: FireColumns;
  readonly judgement: Judgement;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
  /** Training and held-out days together. */
  readonly whole: ReplayCounts;
}

export function scoreFires(candidate: Candidate, fires: FireColumns, context: MiningContext): Scored {
  const { frame, learn, heldOut, whole } = context;
  const judgement = judgeFires(frame, candidate.series, fires);
  return {
    candidate,
    fires,
    judgement,
    learned: countJudged(frame, fires, judgement, learn),
    heldOut: countJudged(frame, fires, judgement, heldOut),
    whole: countJudged(frame, fires, judgement, whole),
  };
}

/** Counts of the judged fires that lie in an interval; `days` are the local days with a true positive. */
export function countJudged(
  { clock }: Frame,
  { at }: FireColumns,
  { length, fire, outcome, actedAt }: Judgement,
  { from, to }: Interval,
): ReplayCounts {
  const counts = [0, 0, 0, 0];
  let saved = 0;
  let days = 0;
  let lastDay = NaN;
  for (let i = 0; i < length; i++) {
    const instant = at[fire[i]!]!;
    if (instant < from || instant >= to) continue;
    counts[outcome[i]!]! += 1;
    if (outcome[i] !== TP) continue;
    if (instant <= actedAt[i]!) saved += 1;
    const day = clock.dayOf(instant);
    if (day !== lastDay) days += 1;
    lastDay = day;
  }
  return { tp: counts[TP]!, fp: counts[FP]!, noop: counts[NOOP]!, duplicates: counts[DUPLICATE]!, saved, days };
}

/** Saved actions minus the cost of false positives in an interval. */
export function netOf(
  context: Pick<MiningContext, "frame" | "occupancy">,
  series: ActionSeries,
  fires: FireColumns,
  interval: Interval,
): number {
  const { frame } = context;
  const judgement = judgeFires(frame, series, fires);
  const { saved, fp } = countJudged(frame, fires, judgement, interval);
  const inTheDark = falseInTheDark(context, series, fires, judgement, interval);
  return saved - NET_COST_OF_FALSE * (fp + (COST_IN_THE_DARK - 1) * inTheDark);
}

/** The false positives that turn off a light where people are. */
function falseInTheDark(
  { frame, occupancy }: Pick<MiningContext, "frame" | "occupancy">,
  { entity, state }: ActionSeries,
  { at }: FireColumns,
  { length, fire, outcome }: Judgement,
  { from, to }: Interval,
): number {
  if (frame.states.names[state] !== "off" || domainOf(frame.entities.names[entity]!) !== "light") return 0;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const instant = at[fire[i]!]!;
    if (outcome[i] === FP && instant >= from && instant < to && occupancy(entity, instant)) count += 1;
  }
  return count;
}

/** Merges two sets of fires in order of time. */
export function mergeFires(a: FireColumns, b: FireColumns): FireColumns {
  const length = a.at.length + b.at.length;
  const at = new Float64Array(length);
  const isClock = new Uint8Array(length);
  let left = 0;
  let right = 0;
  for (let i = 0; i < length; i++) {
    const takesLeft = right === b.at.length || (left < a.at.length && a.at[left]! <= b.at[right]!);
    const source = takesLeft ? a : b;
    const index = takesLeft ? left++ : right++;
    at[i] = source.at[index]!;
    isClock[i] = source.isClock[index]!;
  }
  return { at, isClock };
}

export const precisionOf = ({ tp, fp }: ReplayCounts): number => (tp + fp === 0 ? 0 : tp / (tp + fp));
