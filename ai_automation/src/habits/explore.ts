import { conditionPlanOf, triggerPlanOf } from "../automation/plan-of-habit.ts";
import type { Frame } from "../history/frame/frame.ts";
import { targetTest, type ActionSeries } from "../history/frame/lookup.ts";
import type { HabitTrigger } from "../model/habit.ts";
import { holds } from "../replay/conditions.ts";
import { isClockTrigger } from "../replay/fires.ts";
import type { FireColumns } from "../replay/match.ts";
import { momentsOf, type Moments } from "../replay/moments.ts";
import type { Candidate, MiningContext } from "./candidate.ts";
import { growConditions, type Growth } from "./conditions/grow-conditions.ts";
import { precisionOf, scoreFires, type Scored } from "./proof/score.ts";

/** The minimum true positives and precision of a rule without conditions for which conditions are searched. */
const MIN_HITS = 6;
const MIN_PRECISION = 0.05;
/** Above this precision, a condition could only reduce coverage. */
const MAX_PRECISION = 0.97;

/** Replays candidates that share a trigger, each without and with the conditions found for it. */
export function exploreTrigger(
  trigger: HabitTrigger,
  candidates: readonly Candidate[],
  context: MiningContext,
): readonly Scored[] {
  const plan = triggerPlanOf(trigger);
  const isClock = isClockTrigger(plan);
  const moments = momentsOf(plan, context.world, context.whole);
  return candidates.flatMap((candidate) => {
    const own = isClock ? moments : withEffect(moments, candidate.series, context.frame);
    const base = scoreFires(candidate, firesUnder(candidate, own, isClock, context), context);
    if (!isWorthGrowing(base)) return [base];
    return [base, ...growConditions(base, context).map((growth) => grown(base, growth, own, isClock, context))];
  });
}

/** Replays one candidate without searching for conditions. */
export function exploreForm(candidate: Candidate, context: MiningContext): Scored {
  const plan = triggerPlanOf(candidate.trigger);
  const isClock = isClockTrigger(plan);
  const moments = momentsOf(plan, context.world, context.whole);
  const own = isClock ? moments : withEffect(moments, candidate.series, context.frame);
  return scoreFires(candidate, firesUnder(candidate, own, isClock, context), context);
}

function grown(base: Scored, growth: Growth, own: Moments, isClock: boolean, context: MiningContext): Scored {
  const candidate = {
    ...base.candidate,
    conditions: growth.conditions,
    tried: base.candidate.tried * growth.tried,
  };
  return scoreFires(candidate, firesUnder(candidate, own, isClock, context), context);
}

/**
 * The moments at which the actuator is not in the target state yet. The others of a state trigger are discarded
 * (docs/evaluation.md, section 2).
 */
function withEffect(moments: Moments, { entity, state }: ActionSeries, frame: Frame): Moments {
  const { start, times, codes } = frame;
  const isTarget = targetTest(frame, entity, state);
  const end = start[entity + 1]!;
  let next = start[entity]!;
  let isInTarget = false;
  const kept = new Int32Array(moments.at.length);
  let length = 0;
  for (let i = 0; i < moments.at.length; i++) {
    while (next < end && times[next]! < moments.at[i]!) {
      isInTarget = isTarget(codes[next]!);
      next += 1;
    }
    if (!isInTarget) kept[length++] = i;
  }
  return select(moments, kept.subarray(0, length));
}

function select({ at, entity, state }: Moments, kept: Int32Array): Moments {
  if (kept.length === at.length) return { at, entity, state };
  const chosen = {
    at: new Float64Array(kept.length),
    entity: new Int32Array(kept.length),
    state: new Int32Array(kept.length),
  };
  for (let i = 0; i < kept.length; i++) {
    const from = kept[i]!;
    chosen.at[i] = at[from]!;
    chosen.entity[i] = entity[from]!;
    chosen.state[i] = state[from]!;
  }
  return chosen;
}

function firesUnder(
  { conditions }: Candidate,
  { at, entity, state }: Moments,
  isClock: boolean,
  { world }: MiningContext,
): FireColumns {
  const plans = conditions.map(conditionPlanOf);
  const kept =
    plans.length === 0
      ? at
      : at.filter((instant, index) => {
          const moment = { at: instant, entity: entity[index]!, state: state[index]! };
          return plans.every((plan) => holds(plan, moment, world));
        });
  return { at: kept, isClock: new Uint8Array(kept.length).fill(isClock ? 1 : 0) };
}

function isWorthGrowing({ candidate: { trigger }, learned }: Scored): boolean {
  const precision = precisionOf(learned);
  const isSingleDay = trigger.kind === "clock" && trigger.weekdays.length === 1;
  return !isSingleDay && learned.tp >= MIN_HITS && precision >= MIN_PRECISION && precision <= MAX_PRECISION;
}
