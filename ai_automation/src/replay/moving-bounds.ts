import type { NumericOfCondition, NumericOfTrigger, Threshold } from "../automation/forms.ts";
import type { Interval } from "../model/state-change.ts";
import { every, type Answer } from "./answer.ts";
import { indexesOf } from "./changes.ts";
import { numberOf } from "./number-range.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** A numeric state condition with entities as bounds (helpers/condition/conditions.py, async_numeric_state). */
export const holdsMoving = (condition: NumericOfCondition, moment: Moment, world: World): Answer =>
  every(condition.entityIds, (entityId) => isWithin(entityId, condition, moment, world));

function isWithin(entityId: string, { above, below }: NumericOfCondition, moment: Moment, world: World): Answer {
  const value = numberIn(entityId, moment, world);
  if (typeof value !== "number") return value;
  const high = below === null ? Infinity : boundOf(below, moment, world);
  if (typeof high !== "number") return high;
  if (value >= high) return false;
  const low = above === null ? -Infinity : boundOf(above, moment, world);
  return typeof low === "number" ? value > low : low;
}

const boundOf = (bound: Threshold, moment: Moment, world: World): number | false | "error" =>
  typeof bound === "number" ? bound : numberIn(bound.entityId, moment, world);

/** Unavailable and unknown are never within; a missing entity and text are errors. */
function numberIn(entityId: string, moment: Moment, world: World): number | false | "error" {
  const entity = world.frame.entities.find(entityId);
  if (entity === undefined) return "error";
  const { code } = stateAt(world, entity, moment);
  const name = world.frame.states.names[code];
  if (name === undefined || name === "unavailable" || name === "unknown") return false;
  const value = numberOf(world, code);
  return Number.isNaN(value) ? "error" : value;
}

/**
 * A value enters a range whose bounds are the states of entities. Only changes of the value itself are looked at, not
 * those of the bounds (components/homeassistant/triggers/numeric_state.py).
 */
export function addMovingCrossings(
  trigger: NumericOfTrigger,
  world: World,
  { to }: Interval,
  add: (at: number, entity: number, state: number) => void,
): void {
  for (const entity of indexesOf(trigger.entityIds, world)) {
    const { times, codes } = world.stateHistoryOf(entity);
    const entityId = world.frame.entities.names[entity]!;
    let isArmed = false;
    let pending: number | undefined;
    for (let i = 0; i < times.length && times[i]! < to; i++) {
      const [at, state] = [times[i]!, codes[i]!];
      if (pending !== undefined && pending <= at) add(pending, entity, codes[i - 1]!);
      if (pending !== undefined && pending <= at) pending = undefined;
      const answer = isWithin(entityId, trigger, { at, entity, state }, world);
      if (answer !== true) pending = undefined;
      if (answer === false) isArmed = true;
      if (answer !== true || !isArmed) continue;
      isArmed = false;
      if (trigger.hold === 0) add(at, entity, state);
      else pending = at + trigger.hold;
    }
    if (pending !== undefined) add(pending, entity, codes[codes.length - 1]!);
  }
}
