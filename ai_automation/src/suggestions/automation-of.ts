import type { AutomationConfig, ConfigPart } from "../model/automation.ts";
import { formatTimeOfDay } from "../model/clock.ts";
import type { HabitTarget, HabitTrigger } from "../model/habit.ts";
import { WEEKDAY_NAMES } from "../replay/config-values.ts";
import { serviceFor } from "../replay/services.ts";

/** The Home Assistant automation that does a habit. Classic triggers only, but for `event.*` entities, which have none. */
export function automationOf(
  trigger: HabitTrigger,
  targets: readonly HabitTarget[],
  words: { readonly alias: string; readonly description: string },
): AutomationConfig {
  return {
    alias: words.alias,
    description: words.description,
    triggers: [triggerOf(trigger)],
    conditions: [],
    actions: actionsOf(targets),
    mode: "single",
  };
}

function triggerOf(trigger: HabitTrigger): ConfigPart {
  switch (trigger.kind) {
    case "clock": {
      const at = formatTimeOfDay(trigger.timeOfDay).padEnd(8, ":00");
      const weekday = trigger.weekdays.map((day) => WEEKDAY_NAMES[day]);
      return weekday.length === 7 ? { trigger: "time", at } : { trigger: "time", at, weekday };
    }
    case "state":
      return { trigger: "state", entity_id: trigger.entityId, to: trigger.state };
    case "event":
      return {
        trigger: "event.received",
        target: { entity_id: trigger.entityId },
        options: { event_type: [trigger.eventType] },
      };
  }
}

/** One action for all entities that get the same service. */
function actionsOf(targets: readonly HabitTarget[]): readonly ConfigPart[] {
  const calls = targets.flatMap(({ entityId, state }) => {
    const service = serviceFor(entityId, state);
    return service === undefined ? [] : [{ service, entityId }];
  });
  return [...Map.groupBy(calls, ({ service }) => JSON.stringify(service)).values()].map((same) => {
    const { action, data } = same[0]!.service;
    return {
      action,
      target: { entity_id: same.map(({ entityId }) => entityId) },
      ...(data === undefined ? {} : { data }),
    };
  });
}
