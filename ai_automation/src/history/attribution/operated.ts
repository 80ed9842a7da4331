import { isActuator } from "../../model/domains.ts";
import { domainOf } from "../../model/state-change.ts";

const OPERATED_DOMAINS: ReadonlySet<string> = new Set([
  "alarm_control_panel",
  "lawn_mower",
  "lock",
  "siren",
  "vacuum",
  "valve",
  "water_heater",
]);

/** Whether somebody must have acted when it changes without a trace; all else changes by itself. */
export const isOperated = (entityId: string): boolean =>
  isActuator(entityId) || OPERATED_DOMAINS.has(domainOf(entityId));

/** A group follows its members, and a template its sources, at once and in their context; in milliseconds. */
export const FOLLOWS_WITHIN = 100;
