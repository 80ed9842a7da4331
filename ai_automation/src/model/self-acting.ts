import type { HabitTarget } from "./habit.ts";

/** The trigger of a machine that is not a Home Assistant automation, as inferred from history. */
export type MachineCause =
  /** `lag` milliseconds after another entity entered a state or fired an event of that type. */
  | { readonly kind: "after"; readonly entityId: string; readonly state: string; readonly lag: number }
  /** `lag` milliseconds after the entity itself entered another state. */
  | { readonly kind: "own"; readonly state: string; readonly lag: number }
  /** Milliseconds since local midnight. */
  | { readonly kind: "clock"; readonly timeOfDay: number }
  /** Milliseconds, negative before the sun event. */
  | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number };

/** Something in the home that already happens by itself, inferred from history. */
export interface SelfActing {
  readonly target: HabitTarget;
  readonly cause: MachineCause;
  readonly count: number;
  /** First and last occurrence, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** The user id that most occurrences are attributed to, if any. */
  readonly actsAs: string | null;
}
