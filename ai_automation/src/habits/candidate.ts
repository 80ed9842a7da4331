import type { Frame } from "../history/frame/frame.ts";
import type { ActionSeries } from "../history/frame/read.ts";
import type { HabitTrigger, PatternType } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { World } from "../replay/moment.ts";
import type { ConditionPlan, Plan, TriggerPlan } from "../replay/plan.ts";

/** What a kind of habit is searched in. Miners look at nothing outside `learn`. */
export interface MiningContext {
  readonly world: World;
  readonly frame: Frame;
  readonly learn: Interval;
  /** Whole local days in `learn`. */
  readonly learnDays: number;
  /** Every entity that may appear in a habit. */
  readonly isMinable: (entityId: string) => boolean;
  readonly areaOf: (entityId: string) => string | null;
}

/** A hypothesis: this trigger, under these conditions, explains these actions. */
export interface Candidate {
  readonly patternType: PatternType;
  readonly trigger: HabitTrigger;
  readonly triggerPlan: TriggerPlan;
  readonly conditions: readonly ConditionPlan[];
  readonly series: ActionSeries;
  /** The chance that an action falls into a fire's window anyway. */
  readonly chance: number;
  /** How many hypotheses were looked at to find this one. */
  readonly tried: number;
  /** Fewer is simpler: decides between equals. */
  readonly complexity: number;
}

/** One kind of habit: proposes candidates for the actions of one entity and state. */
export type HabitMiner = (context: MiningContext, series: ActionSeries) => readonly Candidate[];

/** The candidate as replay judges it. */
export function planOf(candidate: Candidate, frame: Frame): Plan {
  return {
    alias: "",
    triggers: [candidate.triggerPlan],
    conditions: candidate.conditions,
    effects: [
      {
        entityId: frame.entities.names[candidate.series.entity]!,
        state: frame.states.names[candidate.series.state]!,
      },
    ],
    isReminder: false,
    unsupported: [],
  };
}
