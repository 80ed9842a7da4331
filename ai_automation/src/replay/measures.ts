import { createRandom } from "../model/random.ts";
import { percentileInterval, resample, type Range } from "../statistics/bootstrap.ts";

export interface Tally {
  tp: number;
  fp: number;
  noop: number;
  duplicates: number;
  /** True positives fired at or before the action. */
  saved: number;
  /** N: all manual actions of all actuators. */
  actions: number;
}

/** The measures of docs/evaluation.md, section 4; a ratio without a denominator is null. */
export interface Measures {
  /** P = TP / (TP + FP) */
  readonly precision: number | null;
  /** C = TP / N */
  readonly coverage: number | null;
  /** S = saved / N */
  readonly saved: number | null;
  readonly falsePerDay: number;
  /** (saved - 2 FP) per week */
  readonly netPerWeek: number;
  /** NOOP / (TP + FP + NOOP): runs that change nothing because the home already does it. */
  readonly noopShare: number | null;
}

export type Intervals = Readonly<Record<keyof Measures, Range | null>>;

export const emptyTally = (): Tally => ({ tp: 0, fp: 0, noop: 0, duplicates: 0, saved: 0, actions: 0 });

function addTally(sum: Tally, tally: Tally): void {
  sum.tp += tally.tp;
  sum.fp += tally.fp;
  sum.noop += tally.noop;
  sum.duplicates += tally.duplicates;
  sum.saved += tally.saved;
  sum.actions += tally.actions;
}

export function sumTallies(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

export function measure(tally: Tally, days: number): Measures {
  return {
    precision: ratio(tally.tp, tally.tp + tally.fp),
    coverage: ratio(tally.tp, tally.actions),
    saved: ratio(tally.saved, tally.actions),
    falsePerDay: days === 0 ? 0 : tally.fp / days,
    netPerWeek: days === 0 ? 0 : ((tally.saved - 2 * tally.fp) * 7) / days,
    noopShare: ratio(tally.noop, tally.tp + tally.fp + tally.noop),
  };
}

const SEED = 1;

/** 95% percentile intervals from a bootstrap of days (1,000 draws, seed 1). */
export function bootstrap(days: readonly Tally[]): Intervals {
  const draws = resample(days, createRandom(SEED), (sample) => measure(sumTallies(sample), sample.length));
  return {
    precision: percentileInterval(draws.map((draw) => draw.precision)),
    coverage: percentileInterval(draws.map((draw) => draw.coverage)),
    saved: percentileInterval(draws.map((draw) => draw.saved)),
    falsePerDay: percentileInterval(draws.map((draw) => draw.falsePerDay)),
    netPerWeek: percentileInterval(draws.map((draw) => draw.netPerWeek)),
    noopShare: percentileInterval(draws.map((draw) => draw.noopShare)),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
