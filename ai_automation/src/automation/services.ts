import { domainOf } from "../model/state-change.ts";

export interface ServiceCall {
  readonly action: string;
  readonly data?: Readonly<Record<string, string | number>>;
}

/** Services without parameters, and the resulting state. */
const SERVICE_STATES: Readonly<Record<string, string>> = {
  turn_on: "on",
  turn_off: "off",
  open_cover: "open",
  close_cover: "closed",
  media_play: "playing",
  media_pause: "paused",
};

const SERVICES: Readonly<Record<string, readonly string[]>> = {
  light: ["turn_on", "turn_off"],
  switch: ["turn_on", "turn_off"],
  fan: ["turn_on", "turn_off"],
  humidifier: ["turn_on", "turn_off"],
  input_boolean: ["turn_on", "turn_off"],
  media_player: ["turn_on", "turn_off", "media_play", "media_pause"],
  cover: ["open_cover", "close_cover"],
  climate: ["turn_off"],
  scene: ["turn_on"],
  script: ["turn_on"],
};

const HVAC_MODES: ReadonlySet<string> = new Set(["heat", "cool", "heat_cool", "auto", "dry", "fan_only"]);

/** The action that sets an entity to a state, or undefined if there is none. */
export function serviceFor(entityId: string, state: string): ServiceCall | undefined {
  const domain = domainOf(entityId);
  if (domain === "climate" && HVAC_MODES.has(state))
    return { action: "climate.set_hvac_mode", data: { hvac_mode: state } };
  const service = SERVICES[domain]?.find((name) => SERVICE_STATES[name] === state);
  return service === undefined ? undefined : { action: `${domain}.${service}` };
}
