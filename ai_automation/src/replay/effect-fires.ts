import type { Effect, EffectPath, Guard, Plan } from "../automation/plan.ts";
import type { Interval } from "../model/state-change.ts";
import { holds } from "./conditions.ts";
import { firesOf, isClockTrigger, type Fire } from "./fires.ts";
import { momentsOf } from "./moments.ts";
import type { Moment, World } from "./world.ts";

/**
 * The instants at which an automation reaches an effect, ascending: behind `choose`, `if` and delays they are fewer and
 * later than its runs. What lies on the way and could not be read is passed over.
 */
export function effectFires(plan: Plan, { path }: Effect, world: World, interval: Interval): readonly Fire[] {
  if (path === undefined && plan.run === undefined) return firesOf(plan, world, interval);
  const { guards, delay, after } = path ?? AT_ONCE;
  const runs = after === null ? runsOf(plan, world, interval) : startsOf({ ...plan, triggers: after, conditions: [] }, world, interval);
  return runs
    .filter(({ moment, until }) => moment.at + delay < until && guards.every((guard) => isMet(guard, moment, world)))
    .map(({ moment, isClock }): Fire => ({ at: moment.at + delay, isClock }));
}

const AT_ONCE: EffectPath = { guards: [], delay: 0, after: null, isPerhaps: false };

interface Run {
  readonly moment: Moment;
  readonly isClock: boolean;
  /** When another run ends it, milliseconds UTC. */
  readonly until: number;
}

/** A run that takes time keeps others from starting, or is ended by them, depending on the mode (helpers/script.py). */
function runsOf(plan: Plan, world: World, interval: Interval): readonly Run[] {
  const starts = startsOf(plan, world, interval);
  const { mode, time } = plan.run ?? { mode: "parallel", time: 0 };
  if (mode === "restart") return starts.map((start, index) => ({ ...start, until: starts[index + 1]?.moment.at ?? Infinity }));
  if (mode === "parallel") return starts;
  let busyUntil = -Infinity;
  return starts.filter(({ moment: { at } }) => {
    if (at < busyUntil) return false;
    busyUntil = at + time;
    return true;
  });
}

function startsOf({ triggers, conditions }: Plan, world: World, interval: Interval): readonly Run[] {
  return triggers
    .flatMap((trigger) => {
      const isClock = isClockTrigger(trigger);
      const { at, entity, state } = momentsOf(trigger, world, interval);
      return Array.from(at, (instant, index): Run => {
        const moment = { at: instant, entity: entity[index]!, state: state[index]! };
        return { moment, isClock, until: Infinity };
      });
    })
    .filter(({ moment }) => conditions.every((condition) => holds(condition, moment, world)))
    .toSorted((a, b) => a.moment.at - b.moment.at);
}

function isMet({ conditions, isMet: wanted, delay }: Guard, moment: Moment, world: World): boolean {
  const then = delay === 0 ? moment : { at: moment.at + delay, entity: -1, state: -1 };
  return conditions.every((condition) => holds(condition, then, world)) === wanted;
}
