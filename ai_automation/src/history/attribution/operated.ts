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

const OF_A_ROBOT: ReadonlySet<string> = new Set(["docked", "error", "idle", "returning"]);

/** States that nobody sets: a robot returns when it has finished (Home Assistant 2026.11, const.py of each domain). */
const BY_THEMSELVES: Readonly<Record<string, ReadonlySet<string>>> = {
  alarm_control_panel: new Set(["pending", "triggered"]),
  lawn_mower: OF_A_ROBOT,
  lock: new Set(["jammed"]),
  vacuum: OF_A_ROBOT,
};

/** Whether an operated entity enters this state by itself. */
export const isByItself = (entityId: string, state: string): boolean =>
  BY_THEMSELVES[domainOf(entityId)]?.has(state) ?? false;

/** Milliseconds within which a group follows its members, and a template its sources, in the same context. */
export const FOLLOWS_WITHIN = 100;
