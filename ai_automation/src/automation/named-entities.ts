import { parseAutomation } from "./read/automation.ts";
import type { ConditionPlan } from "./plan.ts";

/** The entities that an automation names, as far as the replay reads it; what it acts on first. */
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
