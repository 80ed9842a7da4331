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

/** While Home Assistant starts, integrations write every state anew without a trace, and may correct it later. */
export const RESTART = { before: 3 * MINUTE, after: MINUTE } as const;

/** Home Assistant's own events: it starts once everything is set up, and stops before anything is taken down. */
export interface Restart {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly kind: "start" | "stop";
}

export const isStarting = (restarts: readonly Restart[], at: number): boolean =>
  restarts.some(({ at: start, kind }) => {
    if (kind === "stop" || at < start - RESTART.before || at > start + RESTART.after) return false;
    return !restarts.some((stop) => stop.kind === "stop" && at < stop.at && stop.at < start);
  });

/** A change without a trace: a hand, unless Home Assistant has only just started. */
export function handSoonAfter(start: number | undefined, at: number): Cause {
  const isStarting = start !== undefined && at >= start && at <= start + RESTART.after;
  return isStarting ? HAND_WHILE_STARTING : HAND;
}

const HAND: Cause = { kind: "physical" };

export const HAND_WHILE_STARTING: Cause = { kind: "physical", certainty: 0.3 };
