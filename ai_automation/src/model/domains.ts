import { domainOf } from "./state-change.ts";

/** The actuators of docs/evaluation.md, section 1: the only domains that our automations act on. */
export const ACTUATOR_DOMAINS: ReadonlySet<string> = new Set([
  "light",
  "switch",
  "fan",
  "media_player",
  "climate",
  "cover",
  "humidifier",
  "input_boolean",
]);

export const isActuator = (entityId: string): boolean => ACTUATOR_DOMAINS.has(domainOf(entityId));

/** Entities whose rows are occurrences: never dropped as repeats, no lasting state, never actions. */
export const isOccurrence = (entityId: string): boolean => entityId.startsWith("event.");

export const isPerson = (entityId: string): boolean => domainOf(entityId) === "person";
