import { domainOf } from "../model/state-change.ts";

/**
 * Domains whose state does not describe the home: the time of last use (buttons, scenes, assistants, notifiers), a
 * count (zones), a computed value (the sun), or automations and scripts.
 */
const NOT_STORED: ReadonlySet<string> = new Set([
  "ai_task",
  "automation",
  "button",
  "conversation",
  "image",
  "input_button",
  "notify",
  "scene",
  "script",
  "stt",
  "sun",
  "tts",
  "wake_word",
  "zone",
]);

export const isStored = (entityId: string): boolean => !NOT_STORED.has(domainOf(entityId));
