import { domainOf } from "../model/state-change.ts";

/** Things of Home Assistant itself, whose states say nothing about the home, or only repeat what is known. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "ai_task",
  "assist_satellite",
  "automation",
  "button",
  "camera",
  "conversation",
  "image",
  "input_button",
  "notify",
  "scene",
  "script",
  "stt",
  "sun",
  "tts",
  "update",
  "wake_word",
  "weather",
  "zone",
]);

export const isArchived = (entityId: string): boolean => !LEFT_OUT.has(domainOf(entityId));

/** Numbers that the logbook leaves out: they come from the history instead (logbook: `is_sensor_continuous`). */
export function isLeftOutOfLogbook(entityId: string, attributes: Readonly<Record<string, unknown>>): boolean {
  const domain = domainOf(entityId);
  if (domain === "counter" || domain === "proximity") return true;
  return domain === "sensor" && (attributes.unit_of_measurement !== undefined || attributes.state_class !== undefined);
}
