import { triggerPlanOf } from "../../automation/plan-of-habit.ts";
import { targetTest, type ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../model/time.ts";
import { CLOCK_WINDOW, FP, judgeFires, STATE_WINDOW, TP, type FireColumns } from "../../replay/match.ts";
import { momentsOf } from "../../replay/moments.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import type { Scored } from "./score.ts";

/** How well a rule would do by chance. */
export interface Chance {
  /** The expected precision by chance, within the window that replay uses. */
  readonly share: number;
  /**
   * Probability of doing as well by chance, for the most favourable response window. Corrected for the windows tried,
   * not for the search for the rule.
   */
  readonly pValue: number;
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const FLANKS = [-3, -2, -1, 1, 2, 3].map((hours) => hours * HOUR);
const NEIGHBOURS = [-2, -1, 1, 2].map((days) => days * DAY);
/**
 * Response windows. A state that never lasts long always ends soon, so only a fast response is evidence for the
 * trigger.
 */
const RESPONSE_WINDOWS = [30 * SECOND, MINUTE, 2 * MINUTE, STATE_WINDOW];

/**
 * Compares a rule on the training days with chance, taking the highest of these shares:
 * - fires at any instant
 * - the rule's own fires, shifted away from their trigger: by some hours for a clock, by one or two days for others
 * - for a clock on some weekdays only: fires on the other weekdays. Otherwise a lucky weekday of a habit that is not
 *   good enough would pass.
 *
 * Only decided fires count, because a light that is never on for long is "turned off at 07:08" whenever it is on.
 */
export function chanceOf(scored: Scored, context: MiningContext): Chance {
  const { candidate } = scored;
  const fires = context.fires.of(candidate);
  const isClock = candidate.trigger.kind === "clock" || candidate.trigger.kind === "sun";
  const moved = (isClock ? FLANKS : NEIGHBOURS).map((step) =>
    decide(candidate, { ...fires, at: fires.at.map((at) => at + step) }, context),
  );
  const others = decide(candidate, { ...fires, at: otherDays(candidate.trigger, context) }, context);
  const own = decide(candidate, fires, context);
  const chances = (isClock ? [CLOCK_WINDOW] : RESPONSE_WINDOWS).map((window): Chance => {
    const anytime = isClock ? anyInstant(candidate.series, context) : hazard(candidate.series, window, context);
    const share = Math.max(anytime, shareWithin(moved.flat(), window), shareWithin(others, window));
    const hits = own.filter((lag) => lag <= window).length;
    return { share, pValue: binomialTail(hits, own.length, share) * RESPONSE_WINDOWS.length };
  });
  return { share: chances.at(-1)!.share, pValue: Math.min(...chances.map(({ pValue }) => pValue)) };
}

/** The delay of the action after each decided fire, in milliseconds: 0 for clocks, Infinity for false positives. */
function decide({ series }: Candidate, fires: FireColumns, { frame, learn }: MiningContext): readonly number[] {
  const lags: number[] = [];
  judgeFires(frame, series, fires, (fire, outcome, action) => {
    const at = fires.at[fire]!;
    if (at < learn.from || at >= learn.to) return;
    if (outcome === TP) lags.push(fires.isClock === true ? 0 : series.actions[action]! - at);
    if (outcome === FP) lags.push(Infinity);
  });
  return lags;
}

const shareWithin = (lags: readonly number[], window: number): number =>
  lags.length === 0 ? 0 : lags.filter((lag) => lag <= window).length / lags.length;

function otherDays(trigger: HabitTrigger, { world, learn }: MiningContext): Float64Array {
  if (trigger.kind !== "clock" || trigger.weekdays.length === WEEK.length) return new Float64Array(0);
  const weekdays = WEEK.filter((day) => !trigger.weekdays.includes(day));
  return momentsOf(triggerPlanOf({ ...trigger, weekdays }), world, learn).at;
}

const STEP = 20 * MINUTE;

/** The precision of fires at regular instants, among those that would change the state. */
function anyInstant(series: ActionSeries, { frame, learn }: MiningContext): number {
  const { actions, entity, state } = series;
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  const isTarget = targetTest(frame, entity, state);
  let row = first;
  let action = 0;
  let right = 0;
  let decided = 0;
  for (let at = learn.from; at < learn.to; at += STEP) {
    row = advance(frame.times, at, row, end);
    action = advance(actions, at - CLOCK_WINDOW, action, actions.length);
    const isRight = action < actions.length && actions[action]! <= at + CLOCK_WINDOW;
    const isThere = row > first && isTarget(frame.codes[row - 1]!);
    if (isRight) right += 1;
    if (isRight || !isThere) decided += 1;
  }
  return decided === 0 ? 0 : right / decided;
}

/** The probability of an action within a time while the actuator is in another state, with a constant hazard rate. */
function hazard(series: ActionSeries, within: number, { frame, learn }: MiningContext): number {
  const isTarget = targetTest(frame, series.entity, series.state);
  let elsewhere = 0;
  for (let i = frame.start[series.entity]!; i < frame.start[series.entity + 1]!; i++) {
    if (isTarget(frame.codes[i]!)) continue;
    const until = i + 1 < frame.start[series.entity + 1]! ? frame.times[i + 1]! : learn.to;
    elsewhere += Math.max(0, Math.min(until, learn.to) - Math.max(frame.times[i]!, learn.from));
  }
  const actions = lowerBound(series.actions, learn.to) - lowerBound(series.actions, learn.from);
  return 1 - Math.exp((-actions * within) / Math.max(elsewhere, STATE_WINDOW));
}
