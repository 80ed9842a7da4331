import { domainOf } from "../model/state-change.ts";

/**
 * Domains whose state is no state of the home: the instant of a last use (buttons, scenes, assistants, notifiers),
 * a count (zones), what can be worked out (the sun), or what drives the home instead of being part of it.
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
