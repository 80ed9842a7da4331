import type { Cause } from "../../model/cause.ts";
import { MINUTE } from "../../model/time.ts";

/** Causes that are only likely. Their certainties are judgements, not measurements. */

/**
 * A call without a user, of whom no assistant and no HomeKit event told: thermostats, alerts and other integrations
 * act like this, and a few remote controls.
 */
export const CALL_OF_NOBODY: Cause = { kind: "automation", entityId: null, certainty: 0.6 };

/** What follows another change that nobody can explain: a template, a thermostat, an automation that was not heard. */
export const CONSEQUENCE: Cause = { kind: "automation", entityId: null, certainty: 0.7 };

/** What is still set up when Home Assistant says that it has started takes about as long. */
export const AFTER_START = MINUTE;

/** Longer than most homes take to start; where a stop is told it counts from there. */
export const BEFORE_START = 3 * MINUTE;

/** Home Assistant's own events: it starts once everything is set up, and stops before anything is taken down. */
export interface Restart {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly kind: "start" | "stop";
}

/** Since when Home Assistant is starting at an instant; undefined when it is not. */
export function startingSince(restarts: readonly Restart[], at: number): number | undefined {
  const start = restarts.find(
    (one) => one.kind === "start" && at >= one.at - BEFORE_START && at <= one.at + AFTER_START,
  );
  if (start === undefined) return undefined;
  const stops = restarts.filter(({ at: stop, kind }) => kind === "stop" && stop < start.at).map(({ at: stop }) => stop);
  const since = Math.max(start.at - BEFORE_START, ...stops);
  return at >= since ? since : undefined;
}

export const HAND: Cause = { kind: "physical" };

/**
 * The first change of an entity without a trace while Home Assistant starts: integrations write states anew, and
 * correct what was remembered. Whatever changes once more was changed by a hand.
 */
export const HAND_WHILE_STARTING: Cause = { kind: "physical", certainty: 0.3 };
