import type { Clock } from "../../model/clock.ts";
import { DAY, HOUR } from "../../model/time.ts";
import { hypergeometricTail } from "../../statistics/hypergeometric.ts";
import { REVERSAL_WINDOW } from "./reversal-window.ts";
import { ATTENTION_SPAN } from "./verdict.ts";

/** How far back days without a run are used for comparison. */
export const COMPARED_SPAN = 120 * DAY;

const LATEST = 2 * HOUR;
/** Width of the time-of-day spans that are compared; they overlap by half. */
const SPAN = HOUR;
const MIN_DAYS = 3;
/** Minimum number of days without a run. */
const MIN_COMPARED = 7;
const ALPHA = 0.01;

/**
 * On how many of the last 14 days people did the opposite of what an automation had done, 15 minutes to two hours after
 * it and at a similar time of day. 0 unless that is more often than on days without a run (Fisher's exact test,
 * Bonferroni-corrected for the spans tried): turning the light off at bedtime as usual does not count.
 */
export function undoneLater(parts: {
  /** Instants of runs and of opposite manual actions, milliseconds UTC. */
  readonly runs: readonly number[];
  readonly opposites: readonly number[];
  /** Start of the time for which both are on record. */
  readonly since: number;
  readonly clock: Pick<Clock, "dayOf" | "timeOfDay">;
  readonly now: number;
}): number {
  const { runs, opposites, since, clock, now } = parts;
  const runDays = new Set(runs.flatMap((at) => [clock.dayOf(at), clock.dayOf(at + LATEST)]));
  const [first, today] = [clock.dayOf(since) + 1, clock.dayOf(now)];
  const compared = range(first, today).filter((day) => !runDays.has(day));
  const recent = range(today - ATTENTION_SPAN / DAY, today).filter((day) => runDays.has(day));
  if (compared.length < MIN_COMPARED || recent.length < MIN_DAYS) return 0;
  const follows = (at: number): boolean => runs.some((run) => at > run + REVERSAL_WINDOW && at <= run + LATEST);
  const [comparedDays, recentDays] = [new Set(compared), new Set(recent)];
  let most = 0;
  for (let from = 0; from < DAY; from += SPAN / 2) {
    const inSpan = opposites.filter((at) => (clock.timeOfDay(at) - from + DAY) % DAY < SPAN);
    const daysOf = (instants: readonly number[], days: ReadonlySet<number>): number =>
      new Set(instants.map((at) => clock.dayOf(at)).filter((day) => days.has(day))).size;
    const hits = daysOf(inSpan.filter(follows), recentDays);
    const chance = hypergeometricTail(
      recent.length + compared.length,
      hits + daysOf(inSpan, comparedDays),
      recent.length,
      hits,
    );
    if (hits >= MIN_DAYS && (chance * 2 * DAY) / SPAN <= ALPHA) most = Math.max(most, hits);
  }
  return most;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
