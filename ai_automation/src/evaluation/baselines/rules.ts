import { automationOf } from "../../automation/write/automation.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import type { HabitTrigger } from "../../model/habit.ts";

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6] as const;

/** An automation with a daily time trigger; empty if no Home Assistant action leads to the state. */
export function dailyAt(frame: Frame, series: ActionSeries, timeOfDay: number): readonly AutomationConfig[] {
  return ruleOf(frame, series, { kind: "clock", timeOfDay, weekdays: EVERY_DAY }, `at ${formatTimeOfDay(timeOfDay)}`);
}

/**
 * An automation triggered by another entity entering a state; empty if no Home Assistant action leads to the target
 * state.
 */
export function asSoonAs(
  frame: Frame,
  series: ActionSeries,
  entity: number,
  state: number,
): readonly AutomationConfig[] {
  const entityId = frame.entities.names[entity]!;
  const name = frame.states.names[state]!;
  const trigger: HabitTrigger = isOccurrence(entityId)
    ? { kind: "event", entityId, eventType: name }
    : { kind: "state", entityIds: [entityId], state: name, hold: 0 };
  return ruleOf(frame, series, trigger, `when ${entityId} is ${name}`);
}

function ruleOf(frame: Frame, series: ActionSeries, trigger: HabitTrigger, when: string): readonly AutomationConfig[] {
  const entityId = frame.entities.names[series.entity]!;
  const state = frame.states.names[series.state]!;
  const automation = automationOf({ trigger, conditions: [] }, [{ entityId, state }], {
    alias: `${entityId} ${state} ${when}`,
    description: "",
  });
  return automation.actions.length === 0 ? [] : [automation];
}
