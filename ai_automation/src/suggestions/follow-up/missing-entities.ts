import type { HomeAutomation } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { parseAutomation } from "../../replay/parse-automation.ts";
import type { ConditionPlan } from "../../replay/plan.ts";

/** The entities that an automation names and the home no longer has, as far as the replay reads it. */
export function missingFrom({ config }: HomeAutomation, home: HomeSnapshot | undefined): readonly string[] {
  if (home === undefined) return [];
  const { triggers, conditions, effects } = parseAutomation(config);
  const named = new Set([
    ...triggers.flatMap((trigger) => ("entityIds" in trigger ? trigger.entityIds : [])),
    ...conditions.flatMap(namedIn),
    ...effects.map(({ entityId }) => entityId),
  ]);
  return [...named].filter((entityId) => !home.entities.has(entityId));
}

function namedIn(condition: ConditionPlan): readonly string[] {
  if ("conditions" in condition) return condition.conditions.flatMap(namedIn);
  return "entityIds" in condition ? condition.entityIds : [];
}
