import type { Frame } from "../../history/frame/frame.ts";
import { targetTest, type ActionSeries } from "../../history/frame/lookup.ts";
import { weekdayOf } from "../../model/clock.ts";
import { MINUTE } from "../../model/time.ts";
import { CLOCK_WINDOW } from "../../replay/match.ts";
import { momentsOf } from "../../replay/moments.ts";
import { quantile } from "../../statistics/quantile.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import { judgeShifts, worthOf } from "./shifted-fires.ts";

const DAY_MINUTES = 1_440;
const SLOT_MINUTES = 5;
const SLOTS = DAY_MINUTES / SLOT_MINUTES;
/** A fire explains actions up to this many slots away (docs/evaluation.md, section 3). */
const REACH = CLOCK_WINDOW / MINUTE / SLOT_MINUTES;
const MASKS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6],
  [0, 1, 2, 3, 4],
  [5, 6],
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [day]),
];
/** The number of peaks per day mask that are refined. */
const MAX_PEAKS = 3;
/** The minimum number of days with a hit: the fewest with which four weeks of history can pass acceptance. */
const MIN_HIT_DAYS = 4;
/** Below this precision, no condition can turn a time into a rule. Rules for one weekday get no conditions. */
const MIN_PRECISION = 0.3;
const MIN_PRECISION_OF_ONE_DAY = 0.6;
/** Minutes around a slot that are tried, and the radius for smoothing: people do not act on the minute. */
const FINE = 8;
const SMOOTH = 4;
const SHIFTS = Array.from({ length: 2 * (FINE + SMOOTH) + 1 }, (_, step) => (step - FINE - SMOOTH) * MINUTE);

/** Habits at a time of day: any minute of the local day, on any of ten day masks, across midnight too. */
export function mineClockHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const outcomes = scanDays(context, series);
  return MASKS.flatMap((weekdays) =>
    peaksOf(outcomes, weekdays).map((slot): Candidate => ({
      patternType: "time_of_day",
      trigger: { kind: "clock", timeOfDay: minuteOf(context, series, weekdays, slot) * MINUTE, weekdays },
      conditions: [],
      series,
      tried: SLOTS * MASKS.length,
    })),
  );
}

/** For each weekday and slot, the number of days on which a fire would have been right, and wrong. */
interface SlotOutcomes {
  readonly hits: Int32Array;
  readonly misses: Int32Array;
}

function scanDays({ frame, learn, learnDays, silentDays }: MiningContext, series: ActionSeries): SlotOutcomes {
  const firstDay = frame.clock.dayOf(learn.from);
  const hit = new Uint8Array(learnDays * SLOTS);
  const there = new Uint8Array(learnDays * SLOTS);
  const slotOf = (at: number): number =>
    (frame.clock.dayOf(at) - firstDay) * SLOTS + frame.clock.timeOfDay(at) / MINUTE / SLOT_MINUTES;
  const last = lowerBound(series.actions, learn.to);
  for (let i = lowerBound(series.actions, learn.from); i < last; i++) {
    const slot = slotOf(series.actions[i]!);
    hit.fill(1, Math.max(0, Math.ceil(slot - REACH)), Math.max(0, Math.floor(slot + REACH) + 1));
  }
  fillStays(frame, series, (from, to) => {
    there.fill(1, Math.max(0, Math.ceil(slotOf(from))), Math.max(0, Math.ceil(slotOf(Math.min(to, learn.to)))));
  });
  const hits = new Int32Array(7 * SLOTS);
  const misses = new Int32Array(7 * SLOTS);
  for (let day = 0; day < learnDays; day++) {
    if (silentDays.has(firstDay + day)) continue;
    const row = weekdayOf(firstDay + day) * SLOTS;
    for (let slot = 0; slot < SLOTS; slot++) {
      const index = day * SLOTS + slot;
      if (hit[index] === 1) hits[row + slot]! += 1;
      else if (there[index] === 0) misses[row + slot]! += 1;
    }
  }
  return { hits, misses };
}

function fillStays(frame: Frame, { entity, state }: ActionSeries, fill: (from: number, to: number) => void): void {
  const isTarget = targetTest(frame, entity, state);
  const end = frame.start[entity + 1]!;
  for (let i = frame.start[entity]!; i < end; i++) {
    if (isTarget(frame.codes[i]!)) fill(frame.times[i]!, i + 1 < end ? frame.times[i + 1]! : Infinity);
  }
}

/** The slots with the most hits minus misses, each at least two windows away from better ones. */
function peaksOf({ hits, misses }: SlotOutcomes, weekdays: readonly number[]): readonly number[] {
  const sum = (counts: Int32Array, slot: number): number =>
    weekdays.reduce((total, weekday) => total + counts[weekday * SLOTS + slot]!, 0);
  const least = weekdays.length === 1 ? MIN_PRECISION_OF_ONE_DAY : MIN_PRECISION;
  const slots = Array.from({ length: SLOTS }, (_, slot) => ({ slot, tp: sum(hits, slot), fp: sum(misses, slot) }))
    .filter(({ tp, fp }) => tp >= MIN_HIT_DAYS && tp >= least * (tp + fp))
    .sort((a, b) => b.tp - b.fp - (a.tp - a.fp) || a.slot - b.slot);
  const peaks: number[] = [];
  for (const { slot } of slots) {
    if (peaks.length === MAX_PEAKS) break;
    if (peaks.every((peak) => circularDistance(peak, slot) > 2 * REACH)) peaks.push(slot);
  }
  return peaks;
}

function circularDistance(a: number, b: number): number {
  const distance = Math.abs(a - b);
  return Math.min(distance, SLOTS - distance);
}

/**
 * The minute near a slot in the middle of those that save most, false runs counted against them; the earlier one of
 * equals.
 */
function bestMinute(context: MiningContext, series: ActionSeries, weekdays: readonly number[], slot: number): number {
  const timeOfDay = slot * SLOT_MINUTES * MINUTE;
  const instants = momentsOf(
    { kind: "time", at: [timeOfDay], weekdays: new Set(weekdays) },
    context.world,
    context.learn,
  );
  const worths = judgeShifts(context.frame, series, context.learn, instants.at, SHIFTS).map(worthOf);
  const smooth = worths.map((_, step) =>
    worths.slice(Math.max(0, step - SMOOTH), step + SMOOTH + 1).reduce((sum, worth) => sum + worth, 0),
  );
  const best = smooth.slice(SMOOTH, -SMOOTH).reduce((best, worth, step, all) => (worth > all[best]! ? step : best), 0);
  return (slot * SLOT_MINUTES - FINE + best + DAY_MINUTES) % DAY_MINUTES;
}

/** Slightly before people usually act, so that it is mostly done by then. Earlier runs would surprise them. */
const LEAD = 5 * MINUTE;
const EARLIEST_QUANTILE = 0.2;

/** The minute of the trigger: a lead before people's median time, but not before their 20th percentile. */
function minuteOf(context: MiningContext, series: ActionSeries, weekdays: readonly number[], slot: number): number {
  const best = bestMinute(context, series, weekdays, slot);
  const found = offsetsAt(context, series, weekdays, best);
  const middle = best + (found.length === 0 ? 0 : Math.floor(quantile(found, 0.5) / MINUTE));
  const offsets = offsetsAt(context, series, weekdays, middle);
  if (offsets.length === 0) return best;
  const placed = Math.max(quantile(offsets, EARLIEST_QUANTILE), quantile(offsets, 0.5) - LEAD);
  return (middle + Math.floor(placed / MINUTE) + DAY_MINUTES) % DAY_MINUTES;
}

/** The offsets of the explained actions from a minute of the day, in milliseconds, ascending. */
function offsetsAt(
  { world, learn }: MiningContext,
  { actions }: ActionSeries,
  weekdays: readonly number[],
  minute: number,
): Float64Array {
  const timeOfDay = ((minute + DAY_MINUTES) % DAY_MINUTES) * MINUTE;
  const instants = momentsOf({ kind: "time", at: [timeOfDay], weekdays: new Set(weekdays) }, world, learn).at;
  const offsets = Array.from(instants, (at) => {
    const next = lowerBound(actions, at - CLOCK_WINDOW);
    return next < actions.length && actions[next]! <= at + CLOCK_WINDOW ? actions[next]! - at : NaN;
  });
  return Float64Array.from(offsets.filter((offset) => !Number.isNaN(offset))).sort();
}
