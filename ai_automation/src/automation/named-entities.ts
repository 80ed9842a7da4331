import { entitiesOfCondition, entitiesOfTrigger } from "./entities-of-plan.ts";
import { parseAutomation } from "./read/automation.ts";

/** The entities of an automation's effects, triggers and conditions, effects first, as far as replay reads it. */
export function entitiesNamedBy(config: unknown): readonly string[] {
  const { triggers, conditions, effects } = parseAutomation(config);
  const named = [
    ...effects.map(({ entityId }) => entityId),
    ...triggers.flatMap(entitiesOfTrigger),
    ...conditions.flatMap(entitiesOfCondition),
  ];
  return [...new Set(named)];
}
