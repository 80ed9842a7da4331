import { stringify } from "yaml";
import type { AutomationConfig } from "../../model/automation.ts";

/** The automation as Home Assistant writes it: YAML 1.1, in which a bare `on` would be a boolean. */
export function automationYaml({ alias, description, triggers, conditions, actions, mode }: AutomationConfig): string {
  return stringify({ alias, description, triggers, conditions, actions, mode }, { lineWidth: 0, version: "1.1" });
}
