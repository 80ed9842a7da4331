import type { Plan } from "../plan.ts";

/**
 * How much of an automation is understood. `full`: replay judges it as Home Assistant runs it. `part`: what it does or
 * what starts it is known, but it may depend on more. `none`: only its runs can tell.
 */
export type Understanding = "full" | "part" | "none";

export function understandingOf({ unsupported, triggers, effects, levelTargets = [] }: Plan): Understanding {
  if (unsupported.length === 0) return "full";
  return triggers.length > 0 || effects.length > 0 || levelTargets.length > 0 ? "part" : "none";
}
