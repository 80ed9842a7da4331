import type { ActionSeries } from "../history/frame/read.ts";
import { lowerBound } from "../history/frame/read.ts";
import { DAY, HOUR } from "../model/time.ts";
import { CLOCK_WINDOW, type FireColumns, judgeFires, STATE_WINDOW } from "../replay/match.ts";
import type { MiningContext } from "./candidate.ts";
import { countJudged, type Scored } from "./score.ts";

const FLANKS = [-3, -2, -1, 1, 2, 3].map((hours) => hours * HOUR);
const NEIGHBOURS = [-2, -1, 1, 2].map((days) => days * DAY);

/**
 * How often a rule's runs would be right anyway, on the days it was learned from: as often as actions at a constant
 * rate allow, or as its own runs are when they are moved away from what is said to explain them: a clock's by some hours,
 * anything else's to the same hour of the days around. That is asked as precision, among the runs on which there was
 * something to do: a light that is never on for long is "turned off at 07:08" whenever it happens to be on.
 */
export function chanceOf({ candidate, fires }: Scored, context: MiningContext): number {
  const isClock = fires.isClock[0] === 1;
  const uniform = isClock ? uniformChance(candidate.series, context) : hazard(candidate.series, context);
  const counts = (isClock ? FLANKS : NEIGHBOURS).map((step) => {
    const moved: FireColumns = { at: fires.at.map((at) => at + step), isClock: fires.isClock };
    const judgement = judgeFires(context.frame, candidate.series, moved);
    return countJudged(context.frame, moved, judgement, context.learn);
  });
  const tp = counts.reduce((sum, one) => sum + one.tp, 0);
  const decided = counts.reduce((sum, one) => sum + one.tp + one.fp, 0);
  return Math.max(uniform, decided === 0 ? 0 : tp / decided);
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
