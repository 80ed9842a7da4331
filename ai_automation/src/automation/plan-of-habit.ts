import type { HabitCondition, HabitTrigger } from "../model/habit.ts";
import { AWAY_STATES } from "../model/state-change.ts";
import type { ConditionPlan, TriggerPlan } from "./plan.ts";

export function triggerPlanOf(trigger: HabitTrigger): TriggerPlan {
  switch (trigger.kind) {
    case "clock":
      return { kind: "time", at: [trigger.timeOfDay], weekdays: new Set(trigger.weekdays) };
    case "sun":
      return trigger;
    case "state":
      return {
        kind: "state",
        entityIds: trigger.entityIds,
        to: { kind: "in", states: new Set([trigger.state]) },
        from: { kind: "not_in", states: new Set(AWAY_STATES) },
        hold: trigger.hold,
      };
    case "numeric":
      return { kind: "numeric_state", entityIds: [trigger.entityId], ...boundsOf(trigger), hold: trigger.hold };
    case "event":
      return { kind: "event", entityIds: [trigger.entityId], types: new Set([trigger.eventType]) };
  }
}

export function conditionPlanOf(condition: HabitCondition): ConditionPlan {
  switch (condition.kind) {
    case "hours":
      return { kind: "time", after: condition.after, before: condition.before, weekdays: null };
    case "days":
      return { kind: "time", after: null, before: null, weekdays: new Set(condition.weekdays) };
    case "sun":
      return condition.isDark
        ? { kind: "sun", after: { event: "sunset", offset: 0 }, before: { event: "sunrise", offset: 0 } }
        : { kind: "sun", after: { event: "sunrise", offset: 0 }, before: { event: "sunset", offset: 0 } };
    case "state":
      return {
        kind: "state",
        entityIds: condition.entityIds,
        states: new Set([condition.state]),
        hold: condition.hold,
        match: condition.match ?? "all",
      };
    // Home Assistant counts `for` from `last_changed` (helpers/condition/conditions.py, 2026.11), so this is exact.
    case "recent": {
      const { entityId, state, within } = condition;
      return {
        kind: "and",
        conditions: [stateFor(entityId, state, 0), { kind: "not", conditions: [stateFor(entityId, state, within)] }],
      };
    }
    case "numeric":
      return { kind: "numeric_state", entityIds: [condition.entityId], ...boundsOf(condition) };
  }
}

const stateFor = (entityId: string, state: string, hold: number): ConditionPlan => ({
  kind: "state",
  entityIds: [entityId],
  states: new Set([state]),
  hold,
  match: "all",
});

function boundsOf({ above, below }: { above: number | null; below: number | null }): { above: number; below: number } {
  return { above: above ?? -Infinity, below: below ?? Infinity };
}
