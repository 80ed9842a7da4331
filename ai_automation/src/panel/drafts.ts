import { recall, remember } from "./remembered.ts";
import type { Automation } from "./wire.ts";

const keyOf = (suggestionId: number): string => `draft-${suggestionId}`;

/** Keeps an unsaved edit until the tab is closed; null drops it. */
export const keepDraft = (suggestionId: number, automation: Automation | null): void =>
  remember(keyOf(suggestionId), automation === null ? null : JSON.stringify(automation));

/** Null for anything but an automation: the storage belongs to the browser, where anybody can change it. */
export function draftOf(suggestionId: number): Automation | null {
  try {
    const value: Automation | null = JSON.parse(recall(keyOf(suggestionId)) ?? "null");
    const isWhole = [value?.triggers, value?.conditions, value?.actions].every(Array.isArray);
    return isWhole && typeof value?.alias === "string" ? value : null;
  } catch {
    return null;
  }
}
