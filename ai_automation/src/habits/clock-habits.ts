import { type ActionSeries, lowerBound } from "../history/frame/read.ts";
import { weekdayOf } from "../model/clock.ts";
import { DAY, MINUTE } from "../model/time.ts";
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
        chance: chanceOf(hits, minute, days.length, series.actions.length / context.learnDays),
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
    const timeOfDay = (((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES) * MINUTE;
    const fires = days.map((day) => ({ at: context.frame.clock.instantOf(day, timeOfDay), isClock: true, rule: 0 }));
    const counts = countJudged(matchFires(context.frame, series, fires), context.frame, context.learn);
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

/** The larger of a uniform day and the three hours around: "off" at night is often an echo of auto-off timers. */
function chanceOf(hits: Int32Array, minute: number, days: number, actionsPerDay: number): number {
  const uniform = 1 - Math.exp((-actionsPerDay * (2 * WINDOW_MINUTES + 1) * MINUTE) / DAY);
  const flanks = [-180, -120, -60, 60, 120, 180].map((step) => hits[(minute + step + DAY_MINUTES) % DAY_MINUTES]!);
  const flank = flanks.reduce((sum, value) => sum + value, 0) / flanks.length / Math.max(1, days);
  return Math.min(1, Math.max(uniform, flank));
}
