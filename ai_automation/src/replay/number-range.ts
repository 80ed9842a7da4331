import type { NumberRange, Threshold } from "../automation/forms.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** The number in the state of an entity; NaN without one. */
export function numberOf({ frame }: World, code: number): number {
  return code < 0 ? NaN : frame.numbers[code]!;
}

/** A bound at a moment; NaN if it is an entity without a number, with which nothing compares. */
function boundAt(bound: Threshold, moment: Moment, world: World): number {
  if (typeof bound === "number") return bound;
  const entity = world.frame.entities.find(bound.entityId);
  return entity === undefined ? NaN : numberOf(world, stateAt(world, entity, moment).code);
}

/** Whether a number is in a range. Without a bound it is not (helpers/trigger/entity_trigger.py). */
export function isInRange(value: number, range: NumberRange, moment: Moment, world: World): boolean {
  if (Number.isNaN(value)) return false;
  switch (range.kind) {
    case "any":
      return true;
    case "above":
      return value > boundAt(range.bound, moment, world);
    case "below":
      return value < boundAt(range.bound, moment, world);
    case "between":
    case "outside": {
      const [low, high] = [boundAt(range.low, moment, world), boundAt(range.high, moment, world)];
      if (Number.isNaN(low) || Number.isNaN(high)) return false;
      return (low <= value && value <= high) === (range.kind === "between");
    }
  }
}
