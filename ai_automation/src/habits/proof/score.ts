import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { ReplayCounts } from "../../model/habit.ts";
import { domainOf, type Interval } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";
import { DUPLICATE, FP, judgeFires, NOOP, TP, type FireColumns } from "../../replay/match.ts";
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

/** A candidate with the outcomes of its fires, in counts: of thousands, few are looked at again. */
export interface Scored {
  readonly candidate: Candidate;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
  /** Training and held-out days together. */
  readonly whole: ReplayCounts;
  /** The last four weeks. */
  readonly recent: ReplayCounts;
  /** The actions that it explains: one bit for each of the series, least significant first. */
  readonly explained: Uint8Array;
}

const RECENT_DAYS = 28;

export function scoreFires(candidate: Candidate, fires: FireColumns, context: MiningContext): Scored {
  const { frame, learn, heldOut, whole } = context;
  const { series } = candidate;
  const learned = createTally(frame, learn);
  const tested = createTally(frame, heldOut);
  const all = createTally(frame, whole);
  const recent = createTally(frame, { from: whole.to - RECENT_DAYS * DAY, to: whole.to });
  const explained = new Uint8Array(Math.ceil(series.actions.length / 8));
  judgeFires(frame, series, fires, (fire, outcome, action) => {
    const at = fires.at[fire]!;
    const isSaved = outcome === TP && at <= series.actions[action]!;
    learned.add(at, outcome, isSaved);
    tested.add(at, outcome, isSaved);
    all.add(at, outcome, isSaved);
    recent.add(at, outcome, isSaved);
    if (outcome === TP) explained[action >> 3]! |= 1 << (action & 7);
  });
  return {
    candidate,
    learned: learned.counts(),
    heldOut: tested.counts(),
    whole: all.counts(),
    recent: recent.counts(),
    explained,
  };
}

/** Counts of the judged fires that lie in an interval; `days` are the local days with a true positive. */
export function countFires(frame: Frame, series: ActionSeries, fires: FireColumns, interval: Interval): ReplayCounts {
  const tally = createTally(frame, interval);
  judgeFires(frame, series, fires, (fire, outcome, action) => {
    const at = fires.at[fire]!;
    tally.add(at, outcome, outcome === TP && at <= series.actions[action]!);
  });
  return tally.counts();
}

interface FireTally {
  readonly add: (at: number, outcome: number, isSaved: boolean) => void;
  readonly counts: () => ReplayCounts;
}

function createTally({ clock }: Frame, { from, to }: Interval): FireTally {
  const counts = [0, 0, 0, 0];
  let saved = 0;
  let days = 0;
  let lastDay = NaN;
  return {
    add: (at, outcome, isSaved) => {
      if (at < from || at >= to) return;
      counts[outcome]! += 1;
      if (outcome !== TP) return;
      if (isSaved) saved += 1;
      const day = clock.dayOf(at);
      if (day !== lastDay) days += 1;
      lastDay = day;
    },
    counts: () => ({
      tp: counts[TP]!,
      fp: counts[FP]!,
      noop: counts[NOOP]!,
      duplicates: counts[DUPLICATE]!,
      saved,
      days,
    }),
  };
}

/** Saved actions minus the cost of false positives in an interval. */
export function netOf(
  { frame, occupancy }: Pick<MiningContext, "frame" | "occupancy">,
  series: ActionSeries,
  fires: FireColumns,
  { from, to }: Interval,
): number {
  const isInTheDark = turnsOffLight(frame, series);
  let saved = 0;
  let cost = 0;
  judgeFires(frame, series, fires, (fire, outcome, action) => {
    const at = fires.at[fire]!;
    if (at < from || at >= to) return;
    if (outcome === TP && at <= series.actions[action]!) saved += 1;
    if (outcome === FP) cost += isInTheDark && occupancy(series.entity, at) ? COST_IN_THE_DARK : 1;
  });
  return saved - NET_COST_OF_FALSE * cost;
}

const turnsOffLight = ({ entities, states }: Frame, { entity, state }: ActionSeries): boolean =>
  states.names[state] === "off" && domainOf(entities.names[entity]!) === "light";

/** Merges two sets of fires in order of time. */
export function mergeFires(a: FireColumns, b: FireColumns): FireColumns {
  if (a.at.length === 0) return b;
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
    isClock[i] = isOfClock(source, index) ? 1 : 0;
  }
  return { at, isClock };
}

const isOfClock = ({ isClock }: FireColumns, index: number): boolean =>
  typeof isClock === "boolean" ? isClock : isClock[index] === 1;

export const precisionOf = ({ tp, fp }: ReplayCounts): number => (tp + fp === 0 ? 0 : tp / (tp + fp));
