import type { AutomationConfig } from "../model/automation.ts";
import type { Validation } from "../model/home.ts";

/** Checks the structure of an automation, a subset of Home Assistant's validation. */
export function validateConfig({ alias, triggers, conditions, actions }: AutomationConfig): Validation {
  if (typeof alias !== "string" || alias.trim() === "") return refused("The automation has no name (alias).");
  return (
    problemIn("triggers", triggers, ["trigger", "platform"], true) ??
    problemIn("conditions", conditions, ["condition", "and", "or", "not"], false) ??
    problemIn("actions", actions, ACTION_KEYS, true) ?? { valid: true }
  );
}

/** The keys that distinguish kinds of actions in Home Assistant: helpers/config_validation.py. */
const ACTION_KEYS: readonly string[] = [
  "action",
  "service",
  "choose",
  "condition",
  "delay",
  "device_id",
  "event",
  "if",
  "parallel",
  "repeat",
  "scene",
  "sequence",
  "stop",
  "variables",
  "wait_for_trigger",
  "wait_template",
];

function problemIn(name: string, parts: unknown, keys: readonly string[], isRequired: boolean): Validation | undefined {
  if (!Array.isArray(parts)) return refused(`"${name}" is not a list.`);
  if (isRequired && parts.length === 0) return refused(`The automation has no ${name}.`);
  const index = parts.findIndex((part) => !hasOneOf(part, keys));
  return index === -1 ? undefined : refused(`Item ${index + 1} of "${name}" has no "${keys[0]}".`);
}

function hasOneOf(part: unknown, keys: readonly string[]): boolean {
  return typeof part === "object" && part !== null && keys.some((key) => Object.hasOwn(part, key));
}

const refused = (reason: string): Validation => ({ valid: false, reason });
