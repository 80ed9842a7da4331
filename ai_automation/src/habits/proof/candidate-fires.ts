import { conditionPlanOf, triggerPlanOf } from "../../automation/plan-of-habit.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { targetTest, type ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitCondition, HabitTrigger } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import { holds } from "../../replay/conditions.ts";
import { isClockTrigger } from "../../replay/fires.ts";
import type { FireColumns } from "../../replay/match.ts";
import { createMomentMemory, type Moments } from "../../replay/moment-columns.ts";
import { momentsOf } from "../../replay/moments.ts";
import type { World } from "../../replay/world.ts";

/** The parts of a candidate that decide when it fires with an effect. */
interface Form {
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly series: ActionSeries;
}

/**
 * When candidates would have fired. A search tries thousands, each with up to a fire per change of its trigger, so only
 * those that it looks at are in memory.
 */
export interface CandidateFires {
  /** The moments of a trigger, for all candidates that share it. Valid until the next call, also of `of`. */
  readonly momentsOf: (trigger: HabitTrigger) => TriggerMoments;
  /** Those at which a candidate would have an effect. Valid until the next call. */
  readonly effective: (moments: TriggerMoments, series: ActionSeries) => TriggerMoments;
  /** Those at which its conditions hold. Valid until the next call. */
  readonly under: (candidate: Pick<Form, "conditions">, effective: TriggerMoments) => FireColumns;
  /** All of the above. The last few are cached. */
  readonly of: (candidate: Form) => FireColumns;
}

interface TriggerMoments extends Omit<Moments, "began"> {
  readonly isClock: boolean;
}

/** Enough for the rules of one gesture, which are compared with each other. */
const CACHED = 8;

export function createCandidateFires(world: World, whole: Interval): CandidateFires {
  const scratch = createScratch();
  const memory = createMomentMemory();
  const cached = new Map<Form, FireColumns>();
  const fires: CandidateFires = {
    momentsOf: (trigger) => {
      const plan = triggerPlanOf(trigger);
      const { at, entity, state } = momentsOf(plan, world, whole, memory);
      return { at, entity, state, isClock: isClockTrigger(plan) };
    },
    effective: (moments, series) => (moments.isClock ? moments : withEffect(moments, series, world.frame, scratch)),
    under: (candidate, effective) => firesUnder(candidate, effective, world, scratch),
    of: (candidate) => {
      const known = cached.get(candidate);
      if (known !== undefined) return known;
      const effective = fires.effective(fires.momentsOf(candidate.trigger), candidate.series);
      const { at, isClock } = fires.under(candidate, effective);
      const found = { at: at.slice(), isClock };
      const oldest = cached.keys().next().value;
      if (cached.size >= CACHED && oldest !== undefined) cached.delete(oldest);
      cached.set(candidate, found);
      return found;
    },
  };
  return fires;
}

/** Columns that each candidate overwrites: as garbage of thousands of candidates they would double the memory. */
interface Scratch {
  readonly moments: (capacity: number) => Omit<Moments, "began">;
  readonly fires: (capacity: number) => Float64Array;
  /**
   * The indices of instants at which a condition holds. Those of the last condition are kept: a rule with two conditions is
   * tried right after the one with the first of them alone.
   */
  readonly passing: (condition: HabitCondition, at: Float64Array, holds: (index: number) => boolean) => Int32Array;
}

function createScratch(): Scratch {
  let moments = columnsOf(0);
  let fires = new Float64Array(0);
  let indices = new Int32Array(0);
  let last: { readonly condition: HabitCondition; readonly at: Float64Array; readonly passing: Int32Array } | undefined;
  return {
    moments: (capacity) => {
      if (moments.at.length < capacity) moments = columnsOf(capacity);
      return moments;
    },
    fires: (capacity) => {
      if (fires.length < capacity) fires = new Float64Array(capacity);
      return fires;
    },
    passing: (condition, at, holds) => {
      if (last?.condition === condition && last.at === at) return last.passing;
      if (indices.length < at.length) indices = new Int32Array(at.length);
      let length = 0;
      for (let index = 0; index < at.length; index++) if (holds(index)) indices[length++] = index;
      last = { condition, at, passing: indices.subarray(0, length) };
      return last.passing;
    },
  };
}

const columnsOf = (length: number): Omit<Moments, "began"> => ({
  at: new Float64Array(length),
  entity: new Int32Array(length),
  state: new Int32Array(length),
});

/**
 * The moments at which the actuator is not in the target state yet. The others of a state trigger are discarded
 * (docs/evaluation.md, section 2).
 */
function withEffect(
  moments: TriggerMoments,
  { entity, state }: ActionSeries,
  frame: Frame,
  scratch: Scratch,
): TriggerMoments {
  const { start, times, codes } = frame;
  const isTarget = targetTest(frame, entity, state);
  const kept = scratch.moments(moments.at.length);
  const end = start[entity + 1]!;
  let next = start[entity]!;
  let isInTarget = false;
  let length = 0;
  for (let i = 0; i < moments.at.length; i++) {
    const at = moments.at[i]!;
    while (next < end && times[next]! < at) {
      isInTarget = isTarget(codes[next]!);
      next += 1;
    }
    if (isInTarget) continue;
    kept.at[length] = at;
    kept.entity[length] = moments.entity[i]!;
    kept.state[length] = moments.state[i]!;
    length += 1;
  }
  if (length === moments.at.length) return moments;
  return {
    at: kept.at.subarray(0, length),
    entity: kept.entity.subarray(0, length),
    state: kept.state.subarray(0, length),
    isClock: moments.isClock,
  };
}

function firesUnder(
  { conditions }: Pick<Form, "conditions">,
  { at, entity, state, isClock }: TriggerMoments,
  world: World,
  scratch: Scratch,
): FireColumns {
  const [first, ...rest] = conditions;
  if (first === undefined) return { at, isClock };
  const holdAt = (condition: HabitCondition): ((index: number) => boolean) => {
    const plan = conditionPlanOf(condition);
    return (index) => holds(plan, { at: at[index]!, entity: entity[index]!, state: state[index]! }, world);
  };
  const passing = scratch.passing(first, at, holdAt(first));
  const others = rest.map(holdAt);
  const kept = scratch.fires(passing.length);
  let length = 0;
  for (const index of passing) if (others.every((holds) => holds(index))) kept[length++] = at[index]!;
  return { at: kept.subarray(0, length), isClock };
}
