import type { HabitTrigger } from "../model/habit.ts";
import type { TriggerPlan } from "./plan.ts";

export const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** Converts an automation's trigger to a habit's; undefined when no habit trigger expresses it. */
export function habitTriggerOf(trigger: TriggerPlan | undefined): HabitTrigger | undefined {
  switch (trigger?.kind) {
    case undefined:
      return undefined;
    case "time":
      return { kind: "clock", timeOfDay: trigger.at[0] ?? 0, weekdays: [...(trigger.weekdays ?? EVERY_DAY)] };
    case "sun":
      return trigger;
    case "state": {
      const { entityIds, to, hold } = trigger;
      const [state] = to.kind === "in" ? to.states : [];
      return state === undefined ? undefined : { kind: "state", entityIds, state, hold };
    }
    case "numeric_state": {
      const [entityId = ""] = trigger.entityIds;
      const [above, below] = [trigger.above, trigger.below].map((bound) => (Number.isFinite(bound) ? bound : null));
      return { kind: "numeric", entityId, above: above ?? null, below: below ?? null, hold: trigger.hold };
    }
    case "purpose": {
      const { entityIds, test, hold, behavior } = trigger;
      const [state] = test.form === "enters" && behavior === "each" ? test.to : [];
      return state === undefined ? undefined : { kind: "state", entityIds, state, hold };
    }
    case "becomes":
    case "pattern":
    case "unrecorded":
      return undefined;
    case "event": {
      const [eventType] = trigger.types ?? [];
      const [entityId = ""] = trigger.entityIds;
      return eventType === undefined ? undefined : { kind: "event", entityId, eventType };
    }
  }
}
