import type { LifecycleStep } from "../suggestions/ports.ts";

export const EVENT_TYPES = ["new_suggestion", "created", "undone", "needs_attention"] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What is told of a suggestion's step, if anything. */
export function eventTypeOf(step: LifecycleStep): EventType | undefined {
  switch (step) {
    case "offered":
      return "new_suggestion";
    case "deployed":
      return "created";
    case "undone":
      return "undone";
    case "refused":
    case "paused":
      return "needs_attention";
    default:
      return undefined;
  }
}
