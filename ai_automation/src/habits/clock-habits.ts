import { type ActionSeries, lowerBound } from "../history/frame/read.ts";
import { weekdayOf } from "../model/clock.ts";
import { DAY, MINUTE } from "../model/time.ts";
import type { ReplayCounts } from "../model/habit.ts";
import { matchFires } from "../replay/match.ts";
import type { Candidate, MiningContext } from "./candidate.ts";
import { countJudged, NET_COST_OF_FALSE } from "./score.ts";

const DAY_MINUTES = 1_440;
/** A fire explains actions up to this many minutes away (evaluation.md 3). */
const WINDOW_MINUTES = 15;
const MASKS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6],
  [0, 1, 2, 3, 4],
  [5, 6],
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [day]),
];
/** Peaks of one day mask that are looked at closely. */
const MAX_PEAKS = 4;
/** The least number of days with a hit worth a closer look: what four weeks of history can prove at all. */
const MIN_HIT_DAYS = 4;
/** Minutes around a peak that are tried: first every fifth, then each around the best. */
const COARSE = [-20, -15, -10, -5, 0, 5, 10, 15, 20];
const FINE = [-4, -3, -2, -1, 1, 2, 3, 4];

/** Habits of the clock: any minute of the local day, on any of ten day masks, over midnight as well. */
export function mineClockHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const tried = DAY_MINUTES * MASKS.length;
  return MASKS.flatMap((weekdays) => {
    const days = allowedDays(context, new Set(weekdays));
    const hits = hitDays(context, series, new Set(weekdays));
    return peaksOf(hits).map((peak): Candidate => {
      const minute = bestMinute(context, series, days, peak);
      return {
        patternType: "time_of_day",
        trigger: { kind: "clock", timeOfDay: minute * MINUTE, weekdays },
        triggerPlan: { kind: "time", at: [minute * MINUTE], weekdays: new Set(weekdays) },
        conditions: [],
        series,
        chance: chanceOf(context, series, days, minute),
        tried,
        complexity: weekdays.length === 7 ? 0 : weekdays.length === 1 ? 2 : 1,
      };
    });
  });
}

function allowedDays({ frame, learn }: MiningContext, weekdays: ReadonlySet<number>): readonly number[] {
  const days: number[] = [];
  for (let day = frame.clock.dayOf(learn.from); day <= frame.clock.dayOf(learn.to - 1); day++) {
    if (weekdays.has(weekdayOf(day))) days.push(day);
  }
  return days;
}

/** For each minute of the day: on how many allowed days an action lies within the window of a fire at that minute. */
function hitDays({ frame, learn }: MiningContext, series: ActionSeries, weekdays: ReadonlySet<number>): Int32Array {
  const hits = new Int32Array(DAY_MINUTES);
  const lastDay = new Int32Array(DAY_MINUTES).fill(-1);
  const end = lowerBound(series.actions, learn.to);
  for (let i = lowerBound(series.actions, learn.from); i < end; i++) {
    const at = series.actions[i]!;
    const day = frame.clock.dayOf(at);
    const minute = Math.floor(frame.clock.timeOfDay(at) / MINUTE);
    for (let m = minute - WINDOW_MINUTES; m <= minute + WINDOW_MINUTES; m++) {
      const fireDay = m < 0 ? day - 1 : m >= DAY_MINUTES ? day + 1 : day;
      const fireMinute = (m + DAY_MINUTES) % DAY_MINUTES;
      if (lastDay[fireMinute] === fireDay || !weekdays.has(weekdayOf(fireDay))) continue;
      lastDay[fireMinute] = fireDay;
      hits[fireMinute]! += 1;
    }
  }
  return hits;
}

/** The minutes with most hits, each at least two windows from the better ones. */
function peaksOf(hits: Int32Array): readonly number[] {
  const minutes = Array.from(hits.keys())
    .filter((minute) => hits[minute]! >= MIN_HIT_DAYS)
    .sort((a, b) => hits[b]! - hits[a]! || a - b);
  const peaks: number[] = [];
  for (const minute of minutes) {
    if (peaks.length === MAX_PEAKS) break;
    if (peaks.every((peak) => circularDistance(peak, minute) > 2 * WINDOW_MINUTES)) peaks.push(minute);
  }
  return peaks;
}

function circularDistance(a: number, b: number): number {
  const distance = Math.abs(a - b);
  return Math.min(distance, DAY_MINUTES - distance);
}

/** The minute near a peak that saves most, false runs counted twice; the earlier one of equals. */
function bestMinute(context: MiningContext, series: ActionSeries, days: readonly number[], peak: number): number {
  const worth = (minute: number): number => {
    const counts = countsAt(context, series, days, minute);
    // The smaller share of true positives counts what is done by hand a little before: right, though nothing is saved.
    return counts.saved + counts.tp / 4 - NET_COST_OF_FALSE * counts.fp;
  };
  const coarse = best(
    COARSE.map((step) => peak + step),
    worth,
  );
  const fine = best([coarse, ...FINE.map((step) => coarse + step)], worth);
  return (fine + DAY_MINUTES) % DAY_MINUTES;
}

/** What a rule at a minute of the day would have come to; minutes may lie outside the day and wrap. */
function countsAt(context: MiningContext, series: ActionSeries, days: readonly number[], minute: number): ReplayCounts {
  const { frame, learn } = context;
  const timeOfDay = (((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES) * MINUTE;
  const fires = days.map((day) => ({ at: frame.clock.instantOf(day, timeOfDay), isClock: true, rule: 0 }));
  return countJudged(matchFires(frame, series, fires), frame, learn);
}

function best(minutes: readonly number[], worth: (minute: number) => number): number {
  let found = minutes[0]!;
  let most = -Infinity;
  for (const minute of minutes) {
    const value = worth(minute);
    if (value <= most) continue;
    found = minute;
    most = value;
  }
  return found;
}

const FLANK_MINUTES = [-180, -120, -60, 60, 120, 180];

/**
 * How often the action would be near a fire anyway: on a uniform day, or at the hours around. The latter is asked as
 * precision, among the days on which there was something to do: a light that is never on for long is "turned off at
 * 07:08" whenever it happens to be on, which is no habit of the clock.
 */
function chanceOf(context: MiningContext, series: ActionSeries, days: readonly number[], minute: number): number {
  const perDay = series.actions.length / context.learnDays;
  const uniform = 1 - Math.exp((-perDay * (2 * WINDOW_MINUTES + 1) * MINUTE) / DAY);
  let tp = 0;
  let decided = 0;
  for (const step of FLANK_MINUTES) {
    const counts = countsAt(context, series, days, minute + step);
    tp += counts.tp;
    decided += counts.tp + counts.fp;
  }
  return Math.max(uniform, decided === 0 ? 0 : tp / decided);
}
