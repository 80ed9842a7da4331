import { stringify } from "yaml";
import type { AutomationConfig } from "../../model/automation.ts";

/** YAML 1.1, as Home Assistant writes it: an unquoted `on` would be a boolean. */
export function automationYaml({ alias, description, triggers, conditions, actions, mode }: AutomationConfig): string {
  return stringify({ alias, description, triggers, conditions, actions, mode }, { lineWidth: 0, version: "1.1" });
}
