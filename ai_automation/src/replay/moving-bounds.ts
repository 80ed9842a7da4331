import type { NumericOfCondition, Threshold } from "../automation/forms.ts";
import { every, type Answer } from "./answer.ts";
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
