import type { ConditionPlan } from "./plan.ts";
import { parseAutomation } from "./read/automation.ts";

/** The entities of an automation's effects, triggers and conditions, effects first, as far as replay reads it. */
export function entitiesNamedBy(config: unknown): readonly string[] {
  const { triggers, conditions, effects } = parseAutomation(config);
  const named = [
    ...effects.map(({ entityId }) => entityId),
    ...triggers.flatMap((trigger) => ("entityIds" in trigger ? trigger.entityIds : [])),
    ...conditions.flatMap(namedIn),
  ];
  return [...new Set(named)];
}

function namedIn(condition: ConditionPlan): readonly string[] {
  if ("conditions" in condition) return condition.conditions.flatMap(namedIn);
  return "entityIds" in condition ? condition.entityIds : [];
}
