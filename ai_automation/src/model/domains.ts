import { domainOf } from "./state-change.ts";

/** Things that people start: each state is one start, and the changes that follow are its effect. */
const STARTED_DOMAINS: ReadonlySet<string> = new Set(["scene", "script"]);

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
  ...STARTED_DOMAINS,
]);

const BUTTON_DOMAINS: ReadonlySet<string> = new Set(["button", "input_button"]);

export const isActuator = (entityId: string): boolean => ACTUATOR_DOMAINS.has(domainOf(entityId));

/** Entities whose rows are occurrences: never dropped as repeats, no lasting state. */
export const isOccurrence = (entityId: string): boolean =>
  entityId.startsWith("event.") || isButton(entityId) || isStarted(entityId);

export const isButton = (entityId: string): boolean => BUTTON_DOMAINS.has(domainOf(entityId));

export const isStarted = (entityId: string): boolean => STARTED_DOMAINS.has(domainOf(entityId));

/** The recorded states of buttons, and of scenes and scripts: Home Assistant's state is an instant, or lasts a moment. */
export const PRESSED = "press";
export const STARTED = "on";

export const isPerson = (entityId: string): boolean => domainOf(entityId) === "person";

/** States of a media player that it is turned on from. */
export const PLAYER_OFF_STATES = ["off", "standby"] as const;

/** Whether the target is that a media player is on, whatever it does then. */
export const isPlayerOn = (entityId: string, state: string | undefined): boolean =>
  domainOf(entityId) === "media_player" && state === "on";
