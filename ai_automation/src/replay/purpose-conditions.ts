import type { PurposeCondition } from "../automation/forms.ts";
import { lowerBound, upperBound } from "../statistics/search.ts";
import { indexesOf } from "./changes.ts";
import { isInRange, numberOf } from "./number-range.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/**
 * A purpose-specific condition (helpers/condition/entity_condition.py). Missing, unavailable and unknown entities are left
 * out, so "all" holds if none is left. A hold counts from when the entity came into the states or the range.
 */
export function holdsPurpose(condition: PurposeCondition, moment: Moment, world: World): boolean {
  const { names } = world.frame.states;
  const entities = indexesOf(condition.entityIds, world).filter((entity) => {
    const name = names[stateAt(world, entity, moment).code];
    return name !== undefined && name !== "unavailable" && name !== "unknown";
  });
  const matches = (entity: number): boolean => lasts(condition, entity, moment, world);
  return condition.behavior === "all" ? entities.every(matches) : entities.some(matches);
}

function lasts(condition: PurposeCondition, entity: number, moment: Moment, world: World): boolean {
  if (!isValid(condition, stateAt(world, entity, moment).code, moment, world)) return false;
  if (condition.hold === 0) return true;
  const { times, codes } = world.stateHistoryOf(entity);
  let first = (entity === moment.entity ? upperBound(times, moment.at) : lowerBound(times, moment.at)) - 1;
  while (first > 0 && isValid(condition, codes[first - 1]!, moment, world)) first -= 1;
  return (times[first] ?? Infinity) <= moment.at - condition.hold;
}

function isValid({ test }: PurposeCondition, code: number, moment: Moment, world: World): boolean {
  const name = world.frame.states.names[code];
  if (name === undefined || name === "unavailable" || name === "unknown") return false;
  if (test.form === "within") return isInRange(numberOf(world, code), test.range, moment, world);
  return test.states.has(name) === (test.form === "is");
}
