import type { Effect, Plan } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import { actionSeries, allActionSeries } from "../history/frame/lookup.ts";
import type { Interval } from "../model/state-change.ts";
import { lowerBound } from "../statistics/search.ts";
import { effectFires } from "./effect-fires.ts";
import type { Fire } from "./fires.ts";
import { matchFires, type Judged, type RuleFire } from "./match.ts";
import { emptyTally, type Tally } from "./measures.ts";
import type { World } from "./world.ts";

export interface SetJudgement {
  /** One tally per local day of the interval. */
  readonly byDay: readonly Tally[];
  /** One tally per plan; reminders and unsupported plans stay empty. */
  readonly byRule: readonly Tally[];
}

/** Judges automations as a set: fires are matched per (entity, state) over all of them together. */
export function judgeSet(world: World, plans: readonly Plan[], interval: Interval): SetJudgement {
  const { frame } = world;
  const firstDay = frame.clock.dayOf(interval.from);
  const byDay = actionsByDay(frame, interval);
  const byRule = plans.map(emptyTally);
  for (const judged of judgeAutomations(world, plans, interval)) {
    countOutcome(judged, byRule[judged.rule]!);
    countOutcome(judged, byDay[frame.clock.dayOf(judged.at) - firstDay]!);
  }
  return { byDay, byRule };
}

export interface EntityJudged extends Judged {
  readonly entityId: string;
}

/** Every judged fire of a set of automations, grouped by (entity, state), ascending in time within each. */
export function judgeAutomations(world: World, plans: readonly Plan[], interval: Interval): readonly EntityJudged[] {
  const { frame } = world;
  const byTarget = new Map<string, { readonly entityId: string; readonly state: string; readonly fires: RuleFire[] }>();
  for (const [rule, plan] of plans.entries()) {
    if (plan.unsupported.length > 0 || plan.effects.length === 0) continue;
    const firesOfRuns = new Map<Effect["path"], readonly Fire[]>();
    for (const effect of plan.effects) {
      const { entityId, state, path } = effect;
      if (path?.isPerhaps) continue;
      const fires = firesOfRuns.get(path) ?? effectFires(plan, effect, world, interval);
      firesOfRuns.set(path, fires);
      const key = `${entityId} ${state}`;
      const target = byTarget.get(key) ?? { entityId, state, fires: [] };
      byTarget.set(key, target);
      for (const fire of fires) target.fires.push({ ...fire, rule });
    }
  }
  return [...byTarget.values()].flatMap(({ entityId, state, fires }) => {
    const entity = frame.entities.find(entityId);
    if (entity === undefined) return [];
    const series = actionSeries(frame, entity, frame.states.find(state) ?? -1);
    const ordered = fires.sort((a, b) => a.at - b.at || a.rule - b.rule);
    return matchFires(frame, series, ordered).map((judged) => ({ ...judged, entityId }));
  });
}

export function countOutcome({ outcome, at, actedAt }: Judged, tally: Tally): void {
  switch (outcome) {
    case "tp":
      tally.tp += 1;
      if (at <= actedAt) tally.saved += 1;
      return;
    case "fp":
      tally.fp += 1;
      return;
    case "noop":
      tally.noop += 1;
      return;
    case "duplicate":
      tally.duplicates += 1;
      return;
  }
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
