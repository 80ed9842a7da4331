import { domainOf } from "../../model/state-change.ts";

const ON_OFF = ["on", "off"] as const;

/** The states between which things of a domain usually change. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  alarm_control_panel: ["disarmed", "armed_home", "armed_away", "armed_night", "triggered"],
  binary_sensor: ON_OFF,
  cover: ["open", "closed"],
  device_tracker: ["home", "not_home"],
  fan: ON_OFF,
  humidifier: ON_OFF,
  input_boolean: ON_OFF,
  light: ON_OFF,
  lock: ["locked", "unlocked"],
  media_player: ["playing", "paused", "idle", "off"],
  person: ["home", "not_home"],
  remote: ON_OFF,
  siren: ON_OFF,
  sun: ["above_horizon", "below_horizon"],
  switch: ON_OFF,
  vacuum: ["cleaning", "docked"],
  valve: ["open", "closed"],
};

/** Empty for things such as sensors, whose states are no small set. */
export const usualStatesOf = (entityId: string): readonly string[] => USUAL[domainOf(entityId)] ?? [];
