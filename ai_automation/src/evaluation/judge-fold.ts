import type { Frame } from "../history/frame/frame.ts";
import { allActionSeries } from "../history/frame/lookup.ts";
import type { Interval } from "../model/state-change.ts";
import { DAY } from "../model/time.ts";
import { addTally, emptyTally, type Tally } from "../replay/measures.ts";
import type { World } from "../replay/world-state.ts";
import type { Plan } from "../automation/plan.ts";
import { count, judgeAll } from "../replay/replay-automations.ts";
import { lowerBound } from "../statistics/search.ts";

export interface SetJudgement {
  /** One tally per local day of the interval. */
  readonly byDay: readonly Tally[];
  /** One tally per plan; reminders and unsupported plans stay empty. */
  readonly byRule: readonly Tally[];
}

/** Judges plans as a set, like `replayAutomations`, keeping the days separate for pooling. */
export function judgeSet(world: World, plans: readonly Plan[], interval: Interval): SetJudgement {
  const { frame } = world;
  const firstDay = frame.clock.dayOf(interval.from);
  const byDay = actionsByDay(frame, interval);
  const byRule = plans.map(emptyTally);
  for (const judged of judgeAll(world, plans, interval)) {
    count(judged, byRule[judged.rule]!);
    count(judged, byDay[frame.clock.dayOf(judged.at) - firstDay]!);
  }
  return { byDay, byRule };
}

/** Judges one plan as if it were the only one. */
export function judgeAlone(world: World, plan: Plan, interval: Interval): Tally {
  const tally = emptyTally();
  for (const judged of judgeAll(world, [plan], interval)) count(judged, tally);
  return tally;
}

export const weeksOf = ({ from, to }: Interval): number => (to - from) / (7 * DAY);

export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

function actionsByDay(frame: Frame, { from, to }: Interval): readonly Tally[] {
  const firstDay = frame.clock.dayOf(from);
  const byDay = Array.from({ length: frame.clock.dayOf(to - 1) - firstDay + 1 }, emptyTally);
  for (const { actions } of allActionSeries(frame)) {
    const end = lowerBound(actions, to);
    for (let i = lowerBound(actions, from); i < end; i++)
      byDay[frame.clock.dayOf(actions[i]!) - firstDay]!.actions += 1;
  }
  return byDay;
}
