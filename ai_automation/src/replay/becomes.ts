import { entitiesOfCondition } from "../automation/entities-of-plan.ts";
import type { ConditionPlan, TriggerPlan } from "../automation/plan.ts";
import type { Interval } from "../model/state-change.ts";
import { MINUTE } from "../model/time.ts";
import type { Answer } from "./answer.ts";
import { changesOf, indexesOf, type AddMoment, type Change } from "./changes.ts";
import { answerOf } from "./conditions.ts";
import { stateAt, type World } from "./world.ts";

/**
 * The moments of a template trigger: its condition becomes true after having been false, and stays so for a hold
 * (components/template/trigger.py). It is evaluated when one of its entities changes, and every minute if it reads the
 * time (helpers/event.py). An error is neither true nor false.
 */
export function addBecoming(
  { condition, hold }: Extract<TriggerPlan, { kind: "becomes" }>,
  world: World,
  { from, to }: Interval,
  add: AddMoment,
): void {
  const entities = [...new Set(indexesOf(entitiesOfCondition(condition), world))];
  const known = Math.max(from - hold, ...entities.map((entity) => world.stateHistoryOf(entity).times[0] ?? Infinity));
  let last: Answer = true;
  let isArmed = false;
  let pending: Change | undefined;
  const finishUntil = (now: number): void => {
    if (pending === undefined || pending.at + hold > now) return;
    const { at: since, entity } = pending;
    add(
      since + hold,
      entity,
      entity < 0 ? -1 : stateAt(world, entity, { at: since + hold, entity: -1, state: -1 }).code,
      since,
    );
    pending = undefined;
  };
  for (const { isStart, ...change } of occasions(condition, entities, world, { from: known, to })) {
    finishUntil(change.at);
    const answer = answerOf(condition, change, world);
    if (isStart) isArmed = answer === false;
    else if (answer !== last && typeof answer === "boolean") {
      pending = undefined;
      if (answer && isArmed) {
        if (hold === 0) add(change.at, change.entity, change.state);
        else pending = change;
      }
      isArmed = !answer;
    }
    last = answer;
  }
  finishUntil(Infinity);
}

interface Occasion extends Change {
  /** The template is evaluated to see whether it can become true at all, at a start of Home Assistant. */
  readonly isStart: boolean;
}

/** When it is evaluated: first just after an instant, when the states of that instant are known. */
function occasions(
  condition: ConditionPlan,
  entities: readonly number[],
  world: World,
  { from, to }: Interval,
): readonly Occasion[] {
  const at = (instant: number, isStart: boolean): Occasion => ({ at: instant, entity: -1, state: -1, isStart });
  const starts = world.frame.downtimes
    .filter((down) => down.to > from && down.to < to)
    .map((down) => at(down.to, true));
  const changes = changesOf(entities, world, to)
    .filter((change) => change.at > from)
    .map((change): Occasion => ({ ...change, isStart: false }));
  const ticks: Occasion[] = [];
  if (readsTime(condition))
    for (let tick = Math.floor(from / MINUTE + 1) * MINUTE; tick < to; tick += MINUTE) ticks.push(at(tick, false));
  const later = [...starts, ...changes, ...ticks];
  return [at(from + 1, true), ...(later.length > changes.length ? later.sort((a, b) => a.at - b.at) : later)];
}

type Term = Extract<ConditionPlan, { kind: "compare" }>["left"];

function readsTime(condition: ConditionPlan): boolean {
  if ("conditions" in condition) return condition.conditions.some(readsTime);
  if (condition.kind === "compare") return [condition.left, condition.right].some(isNow);
  return condition.kind === "time";
}

const isNow = (term: Term): boolean =>
  term.kind === "sum" ? term.terms.some(isNow) : term.kind === "now" || term.kind === "since_change";
