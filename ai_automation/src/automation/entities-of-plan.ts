import type { NumberTerm, Threshold } from "./forms.ts";
import type { ConditionPlan, TriggerPlan } from "./plan.ts";

/** The entities that a trigger watches or reads. */
export function entitiesOfTrigger(trigger: TriggerPlan): readonly string[] {
  switch (trigger.kind) {
    case "time":
      return (trigger.atEntities ?? []).map(({ entityId }) => entityId);
    case "becomes":
      return entitiesOfCondition(trigger.condition);
    case "numeric_of":
      return [...trigger.entityIds, ...boundsIn([trigger.above, trigger.below])];
    default:
      return "entityIds" in trigger ? trigger.entityIds : [];
  }
}

/** The entities that a condition reads. */
export function entitiesOfCondition(condition: ConditionPlan): readonly string[] {
  if ("conditions" in condition) return condition.conditions.flatMap(entitiesOfCondition);
  switch (condition.kind) {
    case "state":
      return [...condition.entityIds, ...(condition.equalTo ?? [])];
    case "numeric_of":
      return [...condition.entityIds, ...boundsIn([condition.above, condition.below])];
    case "time_of":
      return boundsIn([condition.after, condition.before]);
    case "compare":
      return [condition.left, condition.right].flatMap(entitiesOfTerm);
    default:
      return "entityIds" in condition ? condition.entityIds : [];
  }
}

const boundsIn = (bounds: readonly (Threshold | null)[]): readonly string[] =>
  bounds.flatMap((bound) => (bound === null || typeof bound === "number" ? [] : [bound.entityId]));

function entitiesOfTerm(term: NumberTerm): readonly string[] {
  if (term.kind === "sum") return term.terms.flatMap(entitiesOfTerm);
  return term.kind === "state" && !term.entityId.startsWith("trigger.") ? [term.entityId] : [];
}
