import type { Cause } from "../../model/cause.ts";
import { MINUTE } from "../../model/time.ts";

/** Causes that are only likely. Their certainties are judgements, not measurements. */

/**
 * A call without a user, and without an event from an assistant or HomeKit. Thermostats, alerts and other integrations
 * make such calls, and a few remote controls.
 */
export const CALL_OF_NOBODY: Cause = { kind: "automation", entityId: null, certainty: 0.6 };

/** The effect of an unexplained change: a template, a thermostat, or an automation whose event was missed. */
export const CONSEQUENCE: Cause = { kind: "automation", entityId: null, certainty: 0.7 };

/** Integrations still being set up when Home Assistant reports that it has started take about this long. */
export const AFTER_START = MINUTE;

/** Longer than most homes take to start. If the stop was recorded, startup counts from the stop instead. */
export const BEFORE_START = 3 * MINUTE;

/**
 * Home Assistant's start and stop events. The start is fired after everything is set up, the stop before anything is
 * shut down.
 */
export interface Restart {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly kind: "start" | "stop";
}

/** When the startup that is in progress at an instant began; undefined if Home Assistant is not starting. */
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
 * An entity's first change without a known cause during startup. Integrations rewrite states and correct restored ones
 * then. A second change of the same entity is a manual action.
 */
export const HAND_WHILE_STARTING: Cause = { kind: "physical", certainty: 0.3 };
