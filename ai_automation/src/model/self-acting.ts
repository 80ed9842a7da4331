import type { HabitTarget } from "./habit.ts";

/** What a machine that no automation of Home Assistant is named for was seen to act on. */
export type MachineCause =
  /** Another entity turned to a state, or an event came; milliseconds later it acts. */
  | { readonly kind: "after"; readonly entityId: string; readonly state: string; readonly lag: number }
  /** The entity itself was brought to another state; milliseconds later it goes on. */
  | { readonly kind: "own"; readonly state: string; readonly lag: number }
  /** Milliseconds since local midnight. */
  | { readonly kind: "clock"; readonly timeOfDay: number }
  /** Milliseconds after it, negative before. */
  | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number };

/** Something in the home that happens by itself already, as its history shows it. */
export interface SelfActing {
  readonly target: HabitTarget;
  readonly cause: MachineCause;
  /** How often it was seen. */
  readonly count: number;
  /** Milliseconds UTC: when it was seen first and last. */
  readonly from: number;
  readonly to: number;
  /** The id of the user whose name it bears, if it is one's in most cases. */
  readonly actsAs: string | null;
}
