import type { NumberTerm, Threshold } from "./forms.ts";
import type { ConditionPlan, TriggerPlan } from "./plan.ts";

/** The entities that a trigger watches or reads. */
export function entitiesOfTrigger(trigger: TriggerPlan): readonly string[] {
  switch (trigger.kind) {
    case "time":
      return (trigger.atEntities ?? []).map(({ entityId }) => entityId);
    case "becomes":
      return entitiesOfCondition(trigger.condition);
    case "sun":
    case "pattern":
      return [];
    case "state":
    case "numeric_state":
    case "event":
    case "purpose":
    case "unrecorded":
      return trigger.entityIds;
  }
}

/** The entities that a condition reads. */
export function entitiesOfCondition(condition: ConditionPlan): readonly string[] {
  switch (condition.kind) {
    case "state":
      return [...condition.entityIds, ...(condition.equalTo ?? [])];
    case "numeric_of":
      return [...condition.entityIds, ...boundsIn([condition.above, condition.below])];
    case "time_of":
      return boundsIn([condition.after, condition.before]);
    case "compare":
      return [condition.left, condition.right].flatMap(entitiesOfTerm);
    case "numeric_state":
    case "purpose":
    case "unrecorded":
      return condition.entityIds;
    case "and":
    case "or":
    case "not":
      return condition.conditions.flatMap(entitiesOfCondition);
    case "time":
    case "sun":
    case "trigger_text":
    case "triggered_by":
    case "perhaps":
      return [];
  }
}

const boundsIn = (bounds: readonly (Threshold | null)[]): readonly string[] =>
  bounds.flatMap((bound) => (bound === null || typeof bound === "number" ? [] : [bound.entityId]));

function entitiesOfTerm(term: NumberTerm): readonly string[] {
  if (term.kind === "sum") return term.terms.flatMap(entitiesOfTerm);
  if (term.kind === "since_change") return [term.entityId];
  return term.kind === "state" && !term.entityId.startsWith("trigger.") ? [term.entityId] : [];
}
