import { domainOf, objectIdOf } from "../../model/state-change.ts";
import type { EntityFacts } from "../entity-facts.ts";

/** Measurements of a device's condition, not of the home: no reason to act. */
const DIAGNOSTIC: ReadonlySet<string> = new Set([
  "battery",
  "data_rate",
  "data_size",
  "duration",
  "energy",
  "signal_strength",
  "timestamp",
  "voltage",
]);

/** Measurements that can be a reason to switch a light. Others, such as humidity, correlate with the season only. */
const REASONS_FOR_LIGHT: ReadonlySet<string> = new Set(["illuminance", "irradiance", "power"]);

/**
 * Whether a measurement can be a reason to act on an entity. "Unrelated sensor" is among the most frequent reasons for
 * rejecting a rule (Trace2TAP, IMWUT 4, 2020).
 */
export function isPlausibleMeasure({ role, deviceClass, powerOf }: EntityFacts, target: EntityFacts): boolean {
  if (role !== "value" || (powerOf !== null && powerOf !== objectIdOf(target.entityId))) return false;
  if (deviceClass !== null && DIAGNOSTIC.has(deviceClass)) return false;
  return domainOf(target.entityId) !== "light" || (deviceClass !== null && REASONS_FOR_LIGHT.has(deviceClass));
}
