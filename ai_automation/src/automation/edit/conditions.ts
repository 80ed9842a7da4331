import type { AutomationConfig, ConfigPart } from "../../model/automation.ts";
import { isPerson } from "../../model/domains.ts";
import { isReason } from "../../model/reason.ts";
import type { ConditionPlan } from "../plan.ts";
import { parseCondition } from "../read/condition.ts";
import { eventAttributeOf } from "../read/event-attributes.ts";
import { WEEKDAY_NAMES } from "../values.ts";

/**
 * Restricts an automation to some weekdays. A single time trigger gets them itself; otherwise they become a condition.
 */
export function withDays(config: AutomationConfig, days: readonly string[]): AutomationConfig {
  const weekday = WEEKDAY_NAMES.filter((name) => days.includes(name));
  const everyDay = withoutDays(config);
  if (weekday.length === WEEKDAY_NAMES.length) return everyDay;
  const [trigger, ...others] = everyDay.triggers;
  if (trigger?.trigger === "time" && others.length === 0) return { ...everyDay, triggers: [{ ...trigger, weekday }] };
  return withCondition(everyDay, { condition: "time", weekday });
}

export const withoutDays = (config: AutomationConfig): AutomationConfig => ({
  ...config,
  triggers: config.triggers.map(({ weekday: _weekday, ...trigger }) => trigger),
  conditions: config.conditions.flatMap((condition) => without(condition, "time", ["weekday"])),
});

export const withoutHours = (config: AutomationConfig): AutomationConfig => ({
  ...config,
  conditions: config.conditions.flatMap((condition) => without(condition, "time", ["after", "before"])),
});

export const withoutLight = (config: AutomationConfig): AutomationConfig => ({
  ...config,
  conditions: config.conditions.filter(({ condition }) => condition !== "sun"),
});

export const withoutEntity = (config: AutomationConfig, entityId: string): AutomationConfig =>
  withoutConditionsOn(config, (entityIds) => entityIds.includes(entityId));

export const withoutHousehold = (config: AutomationConfig): AutomationConfig =>
  withoutConditionsOn(config, (entityIds) => entityIds.length > 0 && entityIds.every(isPerson));

/** Keeps the button that triggers the automation, which Home Assistant writes as a condition. */
export const withoutAll = (config: AutomationConfig): AutomationConfig => ({
  ...withoutDays(config),
  conditions: config.conditions.filter((condition) => eventAttributeOf(condition) !== undefined),
});

export const withoutEventAttributes = (config: AutomationConfig): AutomationConfig => ({
  ...config,
  conditions: config.conditions.filter((condition) => eventAttributeOf(condition) === undefined),
});

export const withCondition = (config: AutomationConfig, condition: ConfigPart): AutomationConfig => ({
  ...config,
  conditions: [...config.conditions, condition],
});

function withoutConditionsOn(
  config: AutomationConfig,
  matches: (entityIds: readonly string[]) => boolean,
): AutomationConfig {
  return { ...config, conditions: config.conditions.filter((condition) => !matches(entitiesOf(condition))) };
}

function entitiesOf(condition: ConfigPart): readonly string[] {
  const plan = parseCondition(condition);
  return isReason(plan) ? [] : entitiesOfPlan(plan);
}

/** A block of conditions counts only if all of them are about the same entity. */
function entitiesOfPlan(plan: ConditionPlan): readonly string[] {
  if ("conditions" in plan) {
    const named = new Set(plan.conditions.flatMap(entitiesOfPlan));
    return named.size === 1 && plan.conditions.every((one) => entitiesOfPlan(one).length > 0) ? [...named] : [];
  }
  return "entityIds" in plan ? plan.entityIds : [];
}

/** The condition without some of its keys; empty when only its kind is left. */
function without(part: ConfigPart, kind: string, keys: readonly string[]): readonly ConfigPart[] {
  if (part.condition !== kind) return [part];
  const left = Object.entries(part).filter(([key]) => !keys.includes(key));
  return left.length > 1 ? [Object.fromEntries(left)] : [];
}
