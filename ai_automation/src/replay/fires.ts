import type { ConditionPlan, Plan, TriggerPlan } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import { holds } from "./conditions.ts";
import { momentsOf } from "./moments.ts";
import { leadOf, startedOf } from "./running.ts";
import { conditionsFor } from "./triggered-by.ts";
import type { World } from "./world.ts";

export interface Fire {
  /** Milliseconds UTC. */
  readonly at: number;
  /** Time and sun triggers have a wider matching window than the rest. */
  readonly isClock: boolean;
}

/** Every fire of an automation in an interval whose conditions hold, ascending (docs/evaluation.md, section 2). */
export function firesOf(plan: Plan, world: World, interval: Interval): readonly Fire[] {
  const { triggers, triggerIds, conditions, running } = plan;
  const withLead = { from: interval.from - leadOf(running), to: interval.to };
  const fires = triggers.flatMap((trigger, index) => {
    const isClock = isClockTrigger(trigger);
    const its = conditionsFor(triggerIds[index], conditions);
    return Array.from(instantsOf(trigger, its, world, withLead), (at): Fire => ({ at, isClock }));
  });
  const ordered = triggers.length > 1 ? fires.sort((a, b) => a.at - b.at) : fires;
  const started = startedOf(ordered, running, world.frame);
  return withLead.from === interval.from ? started : started.filter(({ at }) => at >= interval.from);
}

/** The recorded part of an interval: clock triggers also fire after the last row, where nothing is known yet. */
export const recordedPartOf = ({ to: last }: Frame, { from, to }: Interval): Interval => ({
  from,
  to: Math.min(to, last + 1),
});

export const isClockTrigger = ({ kind }: TriggerPlan): boolean => kind === "time" || kind === "sun";

/** The instants at which one trigger fires and all conditions hold, ascending. */
export function instantsOf(
  trigger: TriggerPlan,
  conditions: readonly ConditionPlan[],
  world: World,
  interval: Interval,
): Float64Array {
  const { at, entity, state, began } = momentsOf(trigger, world, interval);
  if (conditions.length === 0) return at;
  return at.filter((instant, index) => {
    const own = { at: instant, entity: entity[index]!, state: state[index]! };
    const moment = began === undefined ? own : { ...own, began: began[index]! };
    return conditions.every((condition) => holds(condition, moment, world));
  });
}
