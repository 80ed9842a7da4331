import { domainOf } from "../../model/state-change.ts";
import type { Kind } from "../words/share-words.ts";

export function kindOf(entityId: string, deviceClass: string | null): Kind {
  const domain = domainOf(entityId);
  return CLASSES.get(`${domain}.${deviceClass ?? ""}`) ?? DOMAINS.get(domain) ?? "thing";
}

const DOMAINS: ReadonlyMap<string, Kind> = new Map([
  ["light", "light"],
  ["switch", "switch"],
  ["fan", "fan"],
  ["media_player", "player"],
  ["climate", "thermostat"],
  ["cover", "cover"],
  ["lock", "lock"],
  ["humidifier", "humidifier"],
  ["input_boolean", "helper"],
  ["person", "person"],
  ["device_tracker", "person"],
  ["event", "button"],
  ["button", "button"],
  ["input_button", "button"],
  ["scene", "scene"],
  ["script", "script"],
  ["binary_sensor", "sensor"],
  ["sensor", "sensor"],
]);

const CLASSES: ReadonlyMap<string, Kind> = new Map([
  ["cover.door", "door"],
  ["cover.garage", "door"],
  ["cover.gate", "door"],
  ["cover.window", "window"],
  ["binary_sensor.door", "door"],
  ["binary_sensor.opening", "door"],
  ["binary_sensor.garage_door", "door"],
  ["binary_sensor.window", "window"],
  ["binary_sensor.lock", "lock"],
  ["binary_sensor.motion", "motion"],
  ["binary_sensor.occupancy", "motion"],
  ["binary_sensor.presence", "person"],
  ["sensor.illuminance", "brightness"],
  ["sensor.temperature", "temperature"],
  ["sensor.humidity", "humidity"],
  ["sensor.power", "power"],
]);
