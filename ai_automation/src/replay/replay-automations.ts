import type { Frame } from "../history/frame/frame.ts";
import { actionSeries, allActionSeries } from "../history/frame/lookup.ts";
import type { Interval } from "../model/state-change.ts";
import { createSun } from "../model/sun.ts";
import { DAY } from "../model/time.ts";
import { firesOf, seenPartOf } from "./fires.ts";
import { type Judged, matchFires, type RuleFire } from "./match.ts";
import { addTally, bootstrap, emptyTally, type Intervals, measure, type Measures, type Tally } from "./measures.ts";
import type { World } from "./world-state.ts";
import type { Plan } from "../automation/plan.ts";
import { lowerBound } from "../statistics/search.ts";

export type Verdict = "good" | "bad" | "idle" | "undecided" | "reminder" | "unsupported";

export type ReplayTally = Omit<Tally, "actions">;

export interface RuleReport {
  readonly alias: string;
  readonly verdict: Verdict;
  readonly tally: ReplayTally;
  readonly precision: number | null;
  /** Fires per week; only for reminders. */
  readonly alertsPerWeek: number | null;
  readonly unsupported: readonly string[];
}

export interface ReplayReport {
  /** Local midnights in milliseconds UTC, end exclusive. */
  readonly interval: Interval;
  readonly days: number;
  readonly total: Tally;
  readonly measures: Measures;
  readonly intervals: Intervals;
  readonly rules: readonly RuleReport[];
}

export interface EntityJudged extends Judged {
  readonly entityId: string;
}

export const createWorld = (frame: Frame): World => ({
  frame,
  sun: frame.location === null ? null : createSun(frame.clock, frame.location),
});

/** From the midnight before the first row to the midnight after the last. */
export function wholeDays(frame: Frame): Interval {
  const { clock } = frame;
  return { from: clock.instantOf(clock.dayOf(frame.from), 0), to: clock.instantOf(clock.dayOf(frame.to) + 1, 0) };
}

/** Judges automations as a set on an interval: fires are matched per (entity, state) over all of them together. */
export function replayAutomations(world: World, plans: readonly Plan[], interval: Interval): ReplayReport {
  const { frame } = world;
  const firstDay = frame.clock.dayOf(interval.from);
  const days = Math.max(0, frame.clock.dayOf(interval.to - 1) - firstDay + 1);
  const byDay = Array.from({ length: days }, emptyTally);
  const byRule = plans.map(emptyTally);
  countActions(frame, interval, byDay, firstDay);
  for (const judged of judgeAll(world, plans, interval)) {
    count(judged, byRule[judged.rule]!);
    count(judged, byDay[frame.clock.dayOf(judged.at) - firstDay]!);
  }
  const total = emptyTally();
  for (const tally of byDay) addTally(total, tally);
  return {
    interval,
    days,
    total,
    measures: measure(total, days),
    intervals: bootstrap(byDay),
    rules: plans.map((plan, rule) => reportRule(plan, byRule[rule]!, world, interval)),
  };
}

/** Every judged fire of a set of automations, grouped by (entity, state), ascending in time within each. */
export function judgeAll(world: World, plans: readonly Plan[], interval: Interval): readonly EntityJudged[] {
  const { frame } = world;
  const byTarget = new Map<string, { readonly entityId: string; readonly state: string; readonly fires: RuleFire[] }>();
  for (const [rule, plan] of plans.entries()) {
    if (plan.unsupported.length > 0 || plan.effects.length === 0) continue;
    const fires = firesOf(plan, world, interval).map((fire) => ({ ...fire, rule }));
    for (const { entityId, state } of plan.effects) {
      const key = `${entityId} ${state}`;
      const target = byTarget.get(key) ?? { entityId, state, fires: [] };
      byTarget.set(key, target);
      for (const fire of fires) target.fires.push(fire);
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

export function count({ outcome, at, actedAt }: Judged, tally: Tally): void {
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

function countActions(frame: Frame, { from, to }: Interval, byDay: readonly Tally[], firstDay: number): void {
  for (const { actions } of allActionSeries(frame)) {
    const end = lowerBound(actions, to);
    for (let i = lowerBound(actions, from); i < end; i++)
      byDay[frame.clock.dayOf(actions[i]!) - firstDay]!.actions += 1;
  }
}

function reportRule(plan: Plan, tally: Tally, world: World, interval: Interval): RuleReport {
  const decided = tally.tp + tally.fp;
  const precision = decided === 0 ? null : tally.tp / decided;
  const weeks = (interval.to - interval.from) / (7 * DAY);
  const isReminder = plan.isReminder && plan.unsupported.length === 0;
  return {
    alias: plan.alias,
    verdict: verdictOf(plan, precision, decided),
    tally: { tp: tally.tp, fp: tally.fp, noop: tally.noop, duplicates: tally.duplicates, saved: tally.saved },
    precision,
    alertsPerWeek: isReminder ? firesOf(plan, world, seenPartOf(world.frame, interval)).length / weeks : null,
    unsupported: plan.unsupported,
  };
}

function verdictOf(plan: Plan, precision: number | null, decided: number): Verdict {
  if (plan.unsupported.length > 0) return "unsupported";
  if (plan.isReminder) return "reminder";
  if (precision === null) return "idle";
  if (precision < 0.5) return "bad";
  return decided >= 3 ? "good" : "undecided";
}
