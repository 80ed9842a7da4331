import { stringify } from "yaml";
import type { AutomationConfig } from "../../model/automation.ts";

/** YAML 1.1, as Home Assistant writes it: an unquoted `on` would be a boolean. */
export function automationYaml(config: AutomationConfig): string {
  const { alias, description, triggers, conditions, actions, mode, ...more } = config;
  const ordered = { alias, description, triggers, conditions, actions, mode, ...more };
  return stringify(ordered, { lineWidth: 0, version: "1.1" });
}
