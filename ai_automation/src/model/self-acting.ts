import type { HabitTarget } from "./habit.ts";
import { MINUTE, SECOND } from "./time.ts";

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
  /** Whether somebody said that it was a person. Its occurrences count as manual actions. */
  readonly isContradicted: boolean;
}

/** An entity that acts by itself, without its occurrences. */
export type NamedMachine = Pick<SelfActing, "target" | "cause">;

/** A machine's lag varies by this much between analyses. */
const SAME_LAG = 6 * SECOND;
const SAME_SUN_OFFSET = MINUTE;

/** Whether two analyses name the same machine. */
export function isSameMachine(one: NamedMachine, other: NamedMachine): boolean {
  const [a, b] = [one.cause, other.cause];
  if (one.target.entityId !== other.target.entityId || one.target.state !== other.target.state) return false;
  if (a.kind === "after" && b.kind === "after")
    return a.entityId === b.entityId && a.state === b.state && Math.abs(a.lag - b.lag) <= SAME_LAG;
  if (a.kind === "own" && b.kind === "own") return a.state === b.state && Math.abs(a.lag - b.lag) <= SAME_LAG;
  if (a.kind === "clock" && b.kind === "clock") return Math.abs(a.timeOfDay - b.timeOfDay) <= SAME_LAG;
  if (a.kind === "sun" && b.kind === "sun")
    return a.event === b.event && Math.abs(a.offset - b.offset) <= SAME_SUN_OFFSET;
  return false;
}
