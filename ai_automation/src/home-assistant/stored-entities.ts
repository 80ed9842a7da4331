import { domainOf } from "../model/state-change.ts";

/**
 * Domains whose state does not describe the home: the time of last use (assistants, notifiers), a count (zones), a
 * computed value (the sun), or automations.
 */
const NOT_STORED: ReadonlySet<string> = new Set([
  "ai_task",
  "automation",
  "conversation",
  "image",
  "notify",
  "stt",
  "sun",
  "tts",
  "wake_word",
  "zone",
]);

export const isStored = (entityId: string): boolean => !NOT_STORED.has(domainOf(entityId));
