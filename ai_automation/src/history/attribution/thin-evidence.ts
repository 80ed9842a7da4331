import type { Cause } from "../../model/cause.ts";
import type { Interval } from "../../model/state-change.ts";
import { MINUTE } from "../../model/time.ts";

/** Causes that are only likely. Their certainties are judgements, not measurements. */

/**
 * A call without a user, and without an event from an assistant or HomeKit. Thermostats, alerts, other integrations and a
 * few remote controls make such calls.
 */
export const CALL_WITHOUT_USER: Cause = { kind: "automation", entityId: null, certainty: 0.6 };

/** The effect of an unexplained change: a template, a thermostat, or an automation whose event was missed. */
export const CONSEQUENCE: Cause = { kind: "automation", entityId: null, certainty: 0.7 };

/** Some integrations take about this long to finish setting up after Home Assistant reports that it has started. */
export const AFTER_START = MINUTE;

/** Most homes start faster than this. If the stop was recorded, startup counts from the stop instead. */
export const BEFORE_START = 3 * MINUTE;

/**
 * Home Assistant's start and stop events. The start event is fired after setup, the stop event before shutdown.
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

/**
 * From each stop until automations are armed, which is right before Home Assistant reports that it has started
 * (components/automation/entity.py). Without a recorded stop, it was down for as long as most homes take to start.
 */
export function downtimesOf(restarts: readonly Restart[], started: readonly number[]): readonly Interval[] {
  const ordered = restarts.toSorted((a, b) => a.at - b.at);
  return ordered.flatMap(({ at, kind }, index) => {
    if (kind === "stop") return [];
    const [before, after] = [ordered[index - 1], ordered[index + 1]];
    const armed = started.find((instant) => instant >= at && instant < (after?.at ?? Infinity));
    return [{ from: before?.kind === "stop" ? before.at : at - BEFORE_START, to: armed ?? at }];
  });
}

export const MANUAL: Cause = { kind: "physical" };

/**
 * An entity's first change without a known cause during startup. Integrations rewrite states and correct restored ones
 * then. A second change of the same entity is a manual action.
 */
export const MANUAL_DURING_STARTUP: Cause = { kind: "physical", certainty: 0.3 };
