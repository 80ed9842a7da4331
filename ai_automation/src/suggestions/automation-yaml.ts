import { stringify } from "yaml";
import type { AutomationConfig } from "../model/automation.ts";

/** The automation as Home Assistant's YAML editor shows it. */
export function automationYaml({ alias, description, triggers, conditions, actions, mode }: AutomationConfig): string {
  return stringify({ alias, description, triggers, conditions, actions, mode }, { lineWidth: 0 });
}
