import type { Frame } from "../../history/frame/frame.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import type { World } from "../../replay/world.ts";
import type { Guarded } from "./guarded.ts";

/** Normal cases out of all: evenings at rest, or stays that were short enough. */
export interface Normal {
  readonly normal: number;
  readonly all: number;
}

/**
 * A notification for a thing that is not at rest by its usual time (`late`) or away from rest unusually long (`long`).
 */
export interface Reminder {
  readonly kind: "late" | "long";
  readonly entityId: string;
  readonly guarded: Guarded;
  readonly trigger: Extract<HabitTrigger, { kind: "clock" | "state" }>;
  readonly learned: Normal;
  readonly heldOut: Normal;
}

/** An entity for which a reminder is searched. */
export interface Watched {
  readonly world: World;
  readonly entityId: string;
  readonly entity: number;
  readonly guarded: Guarded;
  readonly learn: Interval;
  readonly heldOut: Interval;
}

export const codeOf = (frame: Frame, state: string): number => frame.states.find(state) ?? -1;
