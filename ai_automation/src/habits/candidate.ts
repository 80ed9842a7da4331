import type { Frame } from "../history/frame/frame.ts";
import type { ActionSeries } from "../history/frame/lookup.ts";
import type { HabitCondition, HabitTrigger, PatternType } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { World } from "../replay/world.ts";
import type { Plan } from "../automation/plan.ts";
import type { EntityFacts } from "./entity-facts.ts";
import type { FollowedTime } from "./kinds/followed-time.ts";
import { conditionPlanOf, triggerPlanOf } from "../automation/plan-of-habit.ts";
import type { Thresholds } from "./kinds/thresholds.ts";

/** What a kind of habit is searched in. Miners look at nothing outside `learn`. */
export interface MiningContext {
  readonly world: World;
  readonly frame: Frame;
  /** The days that candidates are learned from. */
  readonly learn: Interval;
  /** The newest days: they judge what was learned. */
  readonly heldOut: Interval;
  /** Whole local days in `learn`. */
  readonly learnDays: number;
  /** By entity code. */
  readonly facts: readonly EntityFacts[];
  /** How much of `learn` follows on a change. */
  readonly followedTime: FollowedTime;
  /** Where measurements are asked whether they crossed. */
  readonly thresholds: Thresholds;
}

/** A hypothesis: this trigger, under these conditions, explains these actions. */
export interface Candidate {
  readonly patternType: PatternType;
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly series: ActionSeries;
  /** How many hypotheses were looked at to find this one. */
  readonly tried: number;
}

/** One kind of habit: proposes candidates for the actions of one entity and state. */
export type HabitMiner = (context: MiningContext, series: ActionSeries) => readonly Candidate[];

/** The candidate as replay judges it. */
export function planOf({ trigger, conditions, series }: Candidate, frame: Frame): Plan {
  const entityId = frame.entities.names[series.entity]!;
  const state = frame.states.names[series.state]!;
  return {
    alias: `${entityId} ${state}`,
    triggers: [triggerPlanOf(trigger)],
    conditions: conditions.map(conditionPlanOf),
    effects: [{ entityId, state }],
    isReminder: false,
    unsupported: [],
  };
}

/** Fewer is simpler: decides between equals. */
export function complexityOf({ trigger, conditions }: Candidate): number {
  const days = trigger.kind === "clock" && trigger.weekdays.length < 7 ? (trigger.weekdays.length === 1 ? 2 : 1) : 0;
  return days + 2 * conditions.length;
}
