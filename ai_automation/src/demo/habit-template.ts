import type { AutomationConfig, ConfigPart } from "../model/automation.ts";
import { domainOf } from "../model/state-change.ts";

/** A habit to plant. Its automation describes both what people do and what would replace it. */
export interface HabitTemplate {
  readonly key: string;
  readonly automation: AutomationConfig;
  /** Triggered by time or a state change, without conditions. */
  readonly isSimple: boolean;
  /** The habit's adherence is the home's to this power; below 1, people rarely forget it. */
  readonly adherenceExponent: number;
  /** How long after a state trigger people act. */
  readonly delaySeconds: readonly [from: number, to: number];
  /** Abandoned halfway through the recorded days. */
  readonly isAbandoned: boolean;
}

export const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];

/** Triggered by time or a state change, without conditions. */
export function simple(
  key: string,
  trigger: ConfigPart,
  entityId: string,
  service: string,
  mode?: string,
): HabitTemplate {
  return { ...conditional(key, trigger, [], entityId, service, mode), isSimple: true };
}

/** One that people rarely forget. */
export function steady(key: string, trigger: ConfigPart, entityId: string, service: string): HabitTemplate {
  return { ...simple(key, trigger, entityId, service), adherenceExponent: 0.3 };
}

export function conditional(
  key: string,
  trigger: ConfigPart,
  conditions: readonly ConfigPart[],
  entityId: string,
  service: string,
  mode?: string,
): HabitTemplate {
  const alias = key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");
  return {
    key,
    automation: automation(alias, trigger, conditions, act(entityId, service, mode)),
    isSimple: false,
    adherenceExponent: 1,
    delaySeconds: service === "turn_off" ? [5, 30] : [10, 60],
    isAbandoned: false,
  };
}

export function automation(
  alias: string,
  trigger: ConfigPart,
  conditions: readonly ConfigPart[],
  action: ConfigPart,
): AutomationConfig {
  return { alias, triggers: [trigger], conditions, actions: [action], mode: "single" };
}

export function time(at: string, weekday?: readonly string[]): ConfigPart {
  return weekday === undefined ? { trigger: "time", at } : { trigger: "time", at, weekday };
}

export function state(entityId: string, to: string): ConfigPart {
  return { trigger: "state", entity_id: entityId, to };
}

export function pressed(entityId: string): ConfigPart {
  return { trigger: "event.received", target: { entity_id: entityId }, options: { event_type: ["press"] } };
}

export function act(entityId: string, service: string, mode?: string): ConfigPart {
  const call = { action: `${domainOf(entityId)}.${service}`, target: { entity_id: entityId } };
  return mode === undefined ? call : { ...call, data: { hvac_mode: mode } };
}
