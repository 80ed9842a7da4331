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

/** Whether a change without a known cause is a manual action. All other entities change by themselves. */
export const isOperated = (entityId: string): boolean =>
  isActuator(entityId) || OPERATED_DOMAINS.has(domainOf(entityId));

/** Milliseconds within which a group follows its members, and a template its sources, in the same context. */
export const FOLLOWS_WITHIN = 100;
