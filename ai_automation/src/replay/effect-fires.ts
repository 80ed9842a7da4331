import type { Effect, Guard, Plan } from "../automation/plan.ts";
import type { Interval } from "../model/state-change.ts";
import { holds } from "./conditions.ts";
import { firesOf, isClockTrigger, type Fire } from "./fires.ts";
import { momentsOf } from "./moments.ts";
import { leadOf, startedOf } from "./running.ts";
import { conditionsFor } from "./triggered-by.ts";
import type { Moment, World } from "./world.ts";

/**
 * The instants at which an automation reaches an effect, ascending: behind `choose`, `if` and delays they are fewer and
 * later than its runs. What lies on the way and could not be read is passed over.
 */
export function effectFires(plan: Plan, { path }: Effect, world: World, interval: Interval): readonly Fire[] {
  if (path === undefined) return firesOf(plan, world, interval);
  const { guards, delay, after } = path;
  const runs =
    after === null
      ? runsOf(plan, world, interval)
      : startsOf({ ...plan, triggers: after, conditions: [] }, world, interval);
  return runs
    .filter((run) => run.at + delay < run.until && guards.every((guard) => isMet(guard, run, world)))
    .map(({ moment, isClock }): Fire => ({ at: moment.at + delay, isClock }))
    .filter(({ at }) => at >= interval.from && at < interval.to);
}

interface Run {
  readonly at: number;
  readonly moment: Moment;
  readonly triggerId: string | undefined;
  readonly isClock: boolean;
  /** When another run ends it, milliseconds UTC. */
  readonly until: number;
}

function runsOf(plan: Plan, world: World, { from, to }: Interval): readonly Run[] {
  const { running } = plan;
  const longest = Math.max(leadOf(running), running?.lasts ?? 0);
  const starts = startedOf(startsOf(plan, world, { from: from - longest, to }), running, world.frame);
  if (running?.mode !== "restart") return starts;
  return starts.map((start, index) => ({ ...start, until: starts[index + 1]?.at ?? Infinity }));
}

function startsOf({ triggers, triggerIds, conditions }: Plan, world: World, interval: Interval): readonly Run[] {
  return triggers
    .flatMap((trigger, number) => {
      const isClock = isClockTrigger(trigger);
      const triggerId = triggerIds[number];
      const own = conditionsFor(triggerId, conditions);
      const { at, entity, state, began = at } = momentsOf(trigger, world, interval);
      const runs = Array.from(at, (instant, index): Run => {
        const moment = { at: instant, entity: entity[index]!, state: state[index]!, began: began[index]! };
        return { at: instant, moment, triggerId, isClock, until: Infinity };
      });
      return runs.filter(({ moment }) => own.every((condition) => holds(condition, moment, world)));
    })
    .toSorted((a, b) => a.at - b.at);
}

/** The trigger's own variables stay as they were. */
const later = ({ at, entity, began = at }: Moment, delay: number): Moment => ({
  at: at + delay,
  entity: -1,
  state: -1,
  began,
  triggeredBy: entity,
});

function isMet({ conditions, isMet: wanted, delay }: Guard, { moment, triggerId }: Run, world: World): boolean {
  const then = delay === 0 ? moment : later(moment, delay);
  return conditionsFor(triggerId, conditions).every((condition) => holds(condition, then, world)) === wanted;
}
