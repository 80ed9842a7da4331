import { entitiesOfCondition } from "../automation/entities-of-plan.ts";
import type { ConditionPlan, TriggerPlan } from "../automation/plan.ts";
import type { Interval } from "../model/state-change.ts";
import { MINUTE } from "../model/time.ts";
import { changesOf, indexesOf, type Change } from "./changes.ts";
import { answerOf } from "./conditions.ts";
import type { World } from "./world.ts";

/**
 * The moments of a template trigger: its condition becomes true after having been false, and stays so for a hold
 * (components/template/trigger.py). It is evaluated when one of its entities changes, and every minute if it reads the
 * time (helpers/event.py). An error is neither true nor false.
 */
export function addBecoming(
  { condition, hold }: Extract<TriggerPlan, { kind: "becomes" }>,
  world: World,
  { from, to }: Interval,
  add: (at: number, entity: number, state: number) => void,
): void {
  const entities = [...new Set(indexesOf(entitiesOfCondition(condition), world))];
  const known = Math.max(from - hold, ...entities.map((entity) => world.stateHistoryOf(entity).times[0] ?? Infinity));
  let last: unknown;
  let isArmed: boolean | undefined;
  let pending: number | undefined;
  for (const change of occasions(condition, entities, world, { from: known, to })) {
    if (pending !== undefined && pending <= change.at) {
      add(pending, -1, -1);
      pending = undefined;
    }
    const answer = answerOf(condition, change, world);
    if (isArmed === undefined) {
      isArmed = answer === false;
      last = answer;
      continue;
    }
    if (answer === last) continue;
    last = answer;
    if (typeof answer !== "boolean") continue;
    pending = undefined;
    if (answer && isArmed) {
      if (hold === 0) add(change.at, change.entity, change.state);
      else pending = change.at + hold;
    }
    isArmed = !answer;
  }
  if (pending !== undefined) add(pending, -1, -1);
}

/** When it is evaluated: first just after an instant, when the states of that instant are known. */
function occasions(
  condition: ConditionPlan,
  entities: readonly number[],
  world: World,
  { from, to }: Interval,
): readonly Change[] {
  const changes = changesOf(entities, world, to).filter(({ at }) => at > from);
  const ticks: Change[] = [{ at: from + 1, entity: -1, state: -1 }];
  if (readsTime(condition))
    for (let at = Math.floor(from / MINUTE + 1) * MINUTE; at < to; at += MINUTE)
      ticks.push({ at, entity: -1, state: -1 });
  return ticks.length === 1 ? [...ticks, ...changes] : [...ticks, ...changes].sort((a, b) => a.at - b.at);
}

type Term = Extract<ConditionPlan, { kind: "compare" }>["left"];

function readsTime(condition: ConditionPlan): boolean {
  if ("conditions" in condition) return condition.conditions.some(readsTime);
  if (condition.kind === "compare") return [condition.left, condition.right].some(isNow);
  return condition.kind === "time";
}

const isNow = (term: Term): boolean => (term.kind === "sum" ? term.terms.some(isNow) : term.kind === "now");
