import { conditionPlanOf, triggerPlanOf } from "../automation/plan-of-habit.ts";
import type { Plan } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { ActionSeries } from "../history/frame/lookup.ts";
import type { RowIndex } from "../history/frame/row-index.ts";
import type { HabitCondition, HabitTrigger, PatternType } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { World } from "../replay/world.ts";
import type { Nearby } from "./conditions/nearby.ts";
import type { Columns } from "./conditions/sample.ts";
import type { EntityFacts } from "./entity-facts.ts";
import type { FollowedTime } from "./kinds/followed-time.ts";
import type { Thresholds } from "./kinds/thresholds.ts";
import type { CandidateFires } from "./proof/candidate-fires.ts";
import type { Occupancy } from "./proof/occupancy.ts";

/** The input of the miners. They must not use anything outside `learn`. */
export interface MiningContext {
  readonly world: World;
  readonly frame: Frame;
  /** The training days, from which candidates are mined. */
  readonly learn: Interval;
  /** The held-out days, on which candidates are tested: the newest ones, or the first in a second split. */
  readonly heldOut: Interval;
  /** Both together. */
  readonly whole: Interval;
  /** How often the history is searched, for the correction of p-values: a long one twice. */
  readonly searches: number;
  /** What every habit needs at least, beyond what its form requires: more for one that has just begun. */
  readonly leastConfidence: number;
  /** Whole local days in `learn`, and those of them that were recorded. */
  readonly learnDays: number;
  readonly recordedLearnDays: number;
  /** Local days that nobody recorded. */
  readonly silentDays: ReadonlySet<number>;
  /** By entity code. */
  readonly facts: readonly EntityFacts[];
  /** Which of them conditions may use. */
  readonly nearby: Nearby;
  /** When candidates fire in `whole`. */
  readonly fires: CandidateFires;
  /** Where people are. */
  readonly occupancy: Occupancy;
  /** The share of `learn` that follows each change, for the lift of pairs. */
  readonly followedTime: FollowedTime;
  /** Thresholds of measurements, with their crossings in `learn`. */
  readonly thresholds: Thresholds;
  /** For the search for conditions, one candidate after another. */
  readonly sampleColumns: Columns;
  readonly rowIndex: RowIndex;
}

/** A hypothesis: this trigger, under these conditions, explains the actions of this series. */
export interface Candidate {
  readonly patternType: PatternType;
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly series: ActionSeries;
  /** The number of hypotheses tried to find this one, for the correction of its p-value. */
  readonly tried: number;
}

/** Proposes candidates of one kind for the actions of one entity and state. */
export type HabitMiner = (context: MiningContext, series: ActionSeries) => readonly Candidate[];

/** The candidate as an automation for replay. */
export function planOf({ trigger, conditions, series }: Candidate, frame: Frame): Plan {
  const entityId = frame.entities.names[series.entity]!;
  const state = frame.states.names[series.state]!;
  return {
    alias: `${entityId} ${state}`,
    triggers: [triggerPlanOf(trigger)],
    triggerIds: ["0"],
    conditions: conditions.map(conditionPlanOf),
    effects: [{ entityId, state }],
    isReminder: false,
    unread: [],
    unsupported: [],
    understood: "in_full",
  };
}

/** Lower is simpler. Decides between candidates of equal value. */
export function complexityOf({ trigger, conditions }: Candidate): number {
  const days = trigger.kind === "clock" && trigger.weekdays.length < 7 ? (trigger.weekdays.length === 1 ? 2 : 1) : 0;
  return days + 2 * conditions.length;
}

/** The entities of a trigger; none for times and the sun. */
export function entitiesOf(trigger: HabitTrigger): readonly string[] {
  switch (trigger.kind) {
    case "clock":
    case "sun":
      return [];
    case "state":
      return trigger.entityIds;
    case "numeric":
    case "event":
      return [trigger.entityId];
  }
}
