import type { LifecycleStep } from "../suggestions/ports.ts";

export const EVENT_TYPES = ["new_suggestion", "created", "undone", "needs_attention"] as const;

export type EventType = (typeof EVENT_TYPES)[number];

const TYPES: Partial<Readonly<Record<LifecycleStep, EventType>>> = {
  offered: "new_suggestion",
  deployed: "created",
  undone: "undone",
  refused: "needs_attention",
  paused: "needs_attention",
};

/** Undefined for steps that are not published. */
export const eventTypeOf = (step: LifecycleStep): EventType | undefined => TYPES[step];
