import type { ConditionPlan } from "../automation/plan.ts";

/** Conditions as one trigger meets them: those on the trigger itself are decided. */
export function conditionsFor(id: string | undefined, conditions: readonly ConditionPlan[]): readonly ConditionPlan[] {
  return conditions.some(isOnTrigger) ? conditions.map((condition) => decided(id, condition)) : conditions;
}

const isOnTrigger = (condition: ConditionPlan): boolean =>
  condition.kind === "triggered_by" || ("conditions" in condition && condition.conditions.some(isOnTrigger));

function decided(id: string | undefined, condition: ConditionPlan): ConditionPlan {
  if (condition.kind === "triggered_by")
    return { kind: id !== undefined && condition.ids.has(id) ? "and" : "or", conditions: [] };
  if (!("conditions" in condition)) return condition;
  return { ...condition, conditions: condition.conditions.map((inner) => decided(id, inner)) };
}
