import type { ActionSeries } from "../history/frame/read.ts";
import { lowerBound } from "../history/frame/read.ts";
import type { HabitTrigger } from "../model/habit.ts";
import { DAY, HOUR } from "../model/time.ts";
import { CLOCK_WINDOW, type FireColumns, judgeFires, STATE_WINDOW } from "../replay/match.ts";
import { momentsOf } from "../replay/moments.ts";
import type { MiningContext } from "./candidate.ts";
import { triggerPlanOf } from "./plan-of.ts";
import { countJudged, type Scored } from "./score.ts";

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const FLANKS = [-3, -2, -1, 1, 2, 3].map((hours) => hours * HOUR);
const NEIGHBOURS = [-2, -1, 1, 2].map((days) => days * DAY);

/**
 * How often a rule's runs would be right anyway, on the days it was learned from: as often as actions at a constant
 * rate allow, or as its own runs are when they are moved away from what is said to explain them: a clock's by some hours,
 * anything else's to the same hour of the days around. That is asked as precision, among the runs on which there was
 * something to do: a light that is never on for long is "turned off at 07:08" whenever it happens to be on. A habit of
 * some days has to be more right on them than on the others, or it is a lucky day of a habit that is not good enough.
 */
export function chanceOf(scored: Scored, context: MiningContext): number {
  const { candidate, fires } = scored;
  const isClock = fires.isClock[0] === 1;
  const uniform = isClock ? uniformChance(candidate.series, context) : hazard(candidate.series, context);
  const moved = (isClock ? FLANKS : NEIGHBOURS).map((step) => fires.at.map((at) => at + step));
  return Math.max(
    uniform,
    precisionAt(moved, scored, context),
    precisionAt([otherDays(candidate.trigger, context)], scored, context),
  );
}

function precisionAt(sets: readonly Float64Array[], { candidate, fires }: Scored, context: MiningContext): number {
  let tp = 0;
  let decided = 0;
  for (const at of sets) {
    const moved: FireColumns = { at, isClock: new Uint8Array(at.length).fill(fires.isClock[0] ?? 0) };
    const judgement = judgeFires(context.frame, candidate.series, moved);
    const counts = countJudged(context.frame, moved, judgement, context.learn);
    tp += counts.tp;
    decided += counts.tp + counts.fp;
  }
  return decided === 0 ? 0 : tp / decided;
}

function otherDays(trigger: HabitTrigger, { world, learn }: MiningContext): Float64Array {
  if (trigger.kind !== "clock" || trigger.weekdays.length === WEEK.length) return new Float64Array(0);
  const weekdays = WEEK.filter((day) => !trigger.weekdays.includes(day));
  return momentsOf(triggerPlanOf({ ...trigger, weekdays }), world, learn).at;
}

function uniformChance(series: ActionSeries, context: MiningContext): number {
  const perDay = countLearned(series, context) / Math.max(1, context.learnDays);
  return 1 - Math.exp((-perDay * 2 * CLOCK_WINDOW) / DAY);
}

/** The chance of an action within the window while the actuator is in another state: a constant hazard. */
function hazard(series: ActionSeries, context: MiningContext): number {
  const { frame, learn } = context;
  let elsewhere = 0;
  for (let i = frame.start[series.entity]!; i < frame.start[series.entity + 1]!; i++) {
    if (frame.codes[i] === series.state) continue;
    const until = i + 1 < frame.start[series.entity + 1]! ? frame.times[i + 1]! : learn.to;
    elsewhere += Math.max(0, Math.min(until, learn.to) - Math.max(frame.times[i]!, learn.from));
  }
  const rate = countLearned(series, context) / Math.max(elsewhere, STATE_WINDOW);
  return 1 - Math.exp(-rate * STATE_WINDOW);
}

function countLearned({ actions }: ActionSeries, { learn }: MiningContext): number {
  return lowerBound(actions, learn.to) - lowerBound(actions, learn.from);
}
