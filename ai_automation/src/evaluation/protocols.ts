import type { Clock } from "../model/clock.ts";
import type { Interval } from "../model/state-change.ts";

/** Learn on one part of the history, judge on the part that follows. */
export interface Fold {
  /** The first judged local day. */
  readonly origin: number;
  readonly learn: Interval;
  readonly judge: Interval;
}

/** Local days, end exclusive. */
export interface Span {
  readonly firstDay: number;
  readonly endDay: number;
}

export type TrainDays = number | "all";

export const FIRST_ORIGIN = 120;
export const JUDGED_DAYS = 30;
const ORIGIN_STEP = 90;
export const DAY_ONE_STEP = 15;
const LEARNED_PERCENT = 70;

/** Origins at day 120, 210, 300, ... of the history while 30 full days follow (docs/evaluation.md, section 5). */
export function rollingFolds(clock: Clock, { firstDay, endDay }: Span, trainDays: TrainDays): readonly Fold[] {
  const folds: Fold[] = [];
  for (let origin = firstDay + FIRST_ORIGIN; origin + JUDGED_DAYS <= endDay; origin += ORIGIN_STEP)
    folds.push(foldOf(clock, { firstDay, endDay: origin + JUDGED_DAYS }, origin, trainDays));
  return folds;
}

/** Learns on the first 70% of the local days, or on those before a given origin; judges the rest. */
export function splitFolds(clock: Clock, span: Span, trainDays: TrainDays, asked?: number): readonly Fold[] {
  const { firstDay, endDay } = span;
  const origin = asked ?? firstDay + Math.floor(((endDay - firstDay) * LEARNED_PERCENT) / 100);
  return origin <= firstDay || origin >= endDay ? [] : [foldOf(clock, span, origin, trainDays)];
}

/**
 * What a home gets on its first day, from the few days a recorder keeps: origins at day 15, 30, 45, ... of the history
 * once it has the days to learn from, while 30 full days follow (docs/evaluation.md, section 5).
 */
export function dayOneFolds(clock: Clock, { firstDay, endDay }: Span, trainDays: TrainDays): readonly Fold[] {
  const needed = trainDays === "all" ? DAY_ONE_STEP : Math.ceil(trainDays / DAY_ONE_STEP) * DAY_ONE_STEP;
  const folds: Fold[] = [];
  for (let origin = firstDay + needed; origin + JUDGED_DAYS <= endDay; origin += DAY_ONE_STEP)
    folds.push(foldOf(clock, { firstDay, endDay: origin + JUDGED_DAYS }, origin, trainDays));
  return folds;
}

function foldOf(clock: Clock, { firstDay, endDay }: Span, origin: number, trainDays: TrainDays): Fold {
  const learnFrom = trainDays === "all" ? firstDay : Math.max(firstDay, origin - trainDays);
  const midnight = (day: number): number => clock.instantOf(day, 0);
  return {
    origin,
    learn: { from: midnight(learnFrom), to: midnight(origin) },
    judge: { from: midnight(origin), to: midnight(endDay) },
  };
}
