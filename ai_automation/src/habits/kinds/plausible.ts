import { domainOf, objectIdOf } from "../../model/state-change.ts";
import type { EntityFacts } from "../entity-facts.ts";

/** Measurements of how a device does, not of the home: nobody acts on them. */
const ABOUT_DEVICES: ReadonlySet<string> = new Set([
  "battery",
  "data_rate",
  "data_size",
  "duration",
  "energy",
  "signal_strength",
  "timestamp",
  "voltage",
]);

/** What can be a reason to switch a light; humidity in the shed only tells the season. */
const REASONS_FOR_LIGHT: ReadonlySet<string> = new Set(["illuminance", "irradiance", "power"]);

/**
 * Whether a measurement may be a reason to act on an entity. "Unrelated sensor" is among the first reasons for which
 * people refuse a rule (Trace2TAP, IMWUT 4, 2020).
 */
export function isPlausibleMeasure({ role, deviceClass, powerOf }: EntityFacts, target: EntityFacts): boolean {
  if (role !== "value" || (powerOf !== null && powerOf !== objectIdOf(target.entityId))) return false;
  if (deviceClass !== null && ABOUT_DEVICES.has(deviceClass)) return false;
  return domainOf(target.entityId) !== "light" || (deviceClass !== null && REASONS_FOR_LIGHT.has(deviceClass));
}
