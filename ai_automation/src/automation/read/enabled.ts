import { isRecord } from "../values.ts";

const NO: ReadonlySet<string> = new Set(["0", "false", "no", "off", "disable"]);
const YES: ReadonlySet<string> = new Set(["1", "true", "yes", "on", "enable"]);

/** Whether a trigger, condition or action is on (helpers/config_validation.py, boolean); "unread" for a template. */
export function enabledOf(part: unknown): boolean | "unread" {
  const enabled = isRecord(part) ? part.enabled : undefined;
  if (enabled === undefined) return true;
  if (typeof enabled === "boolean") return enabled;
  if (typeof enabled === "number") return enabled !== 0;
  const word = typeof enabled === "string" ? enabled.trim().toLowerCase() : "";
  if (NO.has(word)) return false;
  return YES.has(word) ? true : "unread";
}
