import type { NumericOfCondition, NumericOfTrigger, Threshold } from "../automation/forms.ts";
import type { Interval } from "../model/state-change.ts";
import { every, type Answer } from "./answer.ts";
import { indexesOf, type AddMoment } from "./changes.ts";
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
export function addMovingCrossings(trigger: NumericOfTrigger, world: World, { to }: Interval, add: AddMoment): void {
  for (const entity of indexesOf(trigger.entityIds, world)) {
    const { times, codes } = world.stateHistoryOf(entity);
    const entityId = world.frame.entities.names[entity]!;
    const { downtimes } = world.frame;
    let isArmed = false;
    let pending: number | undefined;
    const finishUntil = (now: number, state: number): void => {
      if (pending === undefined || pending + trigger.hold > now) return;
      add(pending + trigger.hold, entity, state, pending);
      pending = undefined;
    };
    for (let i = 0; i < times.length && times[i]! < to; i++) {
      const [at, state] = [times[i]!, codes[i]!];
      const before = times[i - 1] ?? -Infinity;
      finishUntil(at, codes[i - 1] ?? -1);
      // A start of Home Assistant looks at the value anew.
      if (downtimes.some((down) => down.to > before && down.to <= at))
        isArmed = isWithin(entityId, trigger, { at, entity: -1, state: -1 }, world) === false;
      const answer = isWithin(entityId, trigger, { at, entity, state }, world);
      if (answer !== true) pending = undefined;
      if (answer === false) isArmed = true;
      if (answer !== true || !isArmed) continue;
      isArmed = false;
      if (trigger.hold === 0) add(at, entity, state);
      else pending = at;
    }
    finishUntil(Infinity, codes.at(-1) ?? -1);
  }
}
