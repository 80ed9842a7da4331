import { UNKNOWN } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import type { HabitTemplate } from "./habit-template.ts";
import { wholeSecond } from "./home-time.ts";

/**
 * settled: one habit ends, and some are hardly ever forgotten. changing: all habits are forgotten equally often and less
 * followed with guests, times drift, habits begin and end, and the recording has outages.
 */
export const LIVES = ["settled", "changing"] as const;

export type Life = (typeof LIVES)[number];

/** Local days on which a habit begins and is abandoned; null if it does not. */
export interface HabitSpan {
  readonly begunOn: number | null;
  readonly abandonedOn: number | null;
}

interface Span {
  readonly seed: number;
  readonly firstDay: number;
  readonly days: number;
}

/** Habits only begin and end in histories of this length: in shorter ones, too little of them would be left. */
const LONG_HISTORY_DAYS = 60;
const BEGINNING = 2;
const ENDING = 2;

/** In a changing life, a few habits begin or end in the second or third quarter of a long history. */
export function changedHabits(
  { seed, firstDay, days }: Span,
  templates: readonly HabitTemplate[],
): ReadonlyMap<string, HabitSpan> {
  if (days < LONG_HISTORY_DAYS) return new Map();
  const lot = (key: string): number => drawsFor(seed, "lot", key).uniform(0, 1);
  return new Map(
    templates
      .filter(({ isAbandoned }) => !isAbandoned)
      .map(({ key }) => key)
      .sort((a, b) => lot(a) - lot(b))
      .slice(0, BEGINNING + ENDING)
      .map((key, index) => {
        const day = firstDay + Math.floor(days * drawsFor(seed, "change", key).uniform(0.25, 0.75));
        return [key, index < BEGINNING ? { begunOn: day, abandonedOn: null } : { begunOn: null, abandonedOn: day }];
      }),
  );
}

/** Standard deviation. */
const DRIFT_A_WEEK = 4 * MINUTE;
/** With the usual jitter within 20 minutes, so that suggesting the drifted time is right (docs/evaluation.md, section 5). */
const MOST_DRIFT = 12 * MINUTE;

/** How much later than usual a habit's time is in a week: it moves a little from week to week. */
export function driftOf({ seed, firstDay }: Pick<Span, "seed" | "firstDay">, key: string, day: number): number {
  let drift = 0;
  for (let week = 1; week <= Math.floor((day - firstDay) / 7); week++) {
    const moved = drift + drawsFor(seed, "drift", key, week).normal() * DRIFT_A_WEEK;
    drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, moved));
  }
  return drift;
}

const DAYS_BETWEEN_OUTAGES = 12;
const LONG_OUTAGE_CHANCE = 0.3;

/** Times that nobody recorded, from half an hour to a day and a half. */
export function outagesIn({ seed, firstDay, days }: Span, clock: Clock): readonly Interval[] {
  const draws = drawsFor(seed, "outages");
  const outages: Interval[] = [];
  for (let at = draws.exponential(DAYS_BETWEEN_OUTAGES); at < days; at += 2 + draws.exponential(DAYS_BETWEEN_OUTAGES)) {
    const hours = draws.chance(LONG_OUTAGE_CHANCE) ? draws.uniform(12, 36) : draws.uniform(0.5, 6);
    const day = Math.floor(at);
    const from = wholeSecond(clock.instantOf(firstDay + day, 0) + (at - day) * 24 * HOUR);
    outages.push({ from, to: wholeSecond(from + hours * HOUR) });
  }
  return outages;
}

/**
 * Hides what happens during outages. When one ends, entities that have changed report their new state, and nobody knows
 * who changed it.
 * @param changes in order of time
 * @param isOccurrence events have no state to report
 */
export function withOutages(
  changes: readonly StateChange[],
  outages: readonly Interval[],
  isOccurrence: (entityId: string) => boolean,
): readonly StateChange[] {
  return outages.reduce((rest, { from, to }) => {
    const before = new Map<string, string>();
    const after = new Map<string, string>();
    for (const { entityId, state, at } of rest)
      if (isOccurrence(entityId)) continue;
      else if (at < from) before.set(entityId, state);
      else if (at <= to) after.set(entityId, state);
    const reported = [...after]
      .filter(([entityId, state]) => before.get(entityId) !== state)
      .map(([entityId, state]) => ({ entityId, state, at: to, cause: UNKNOWN }));
    return [...rest.filter(({ at }) => at < from), ...reported, ...rest.filter(({ at }) => at > to)];
  }, changes);
}
