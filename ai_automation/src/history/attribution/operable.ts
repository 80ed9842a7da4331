import { isActuator } from "../../model/domains.ts";
import { domainOf } from "../../model/state-change.ts";

const MORE_DOMAINS: ReadonlySet<string> = new Set([
  "lock",
  "valve",
  "vacuum",
  "alarm_control_panel",
  "siren",
  "water_heater",
]);

/** Whether a hand can change it: without any other cause, its change was physical. */
export const isOperable = (entityId: string): boolean => isActuator(entityId) || MORE_DOMAINS.has(domainOf(entityId));
