import { isActuator } from "../model/domains.ts";
import type { Entity, Person } from "../model/home.ts";
import { domainOf } from "../model/state-change.ts";

export interface Resident extends Person {
  readonly entityId: string;
  readonly trackerId: string;
}

const ANNA: Resident = {
  userId: "5f0c1d3be2a94c77a1b68f1f0a3f6c01",
  name: "Anna",
  entityId: "person.anna",
  trackerId: "device_tracker.anna_phone",
};

export const BEN: Resident = {
  userId: "b27d90c4f6184e0f9c3d5a7e8b1f2d02",
  name: "Ben",
  entityId: "person.ben",
  trackerId: "device_tracker.ben_phone",
};

export const RESIDENTS: readonly Resident[] = [ANNA, BEN];

const AREAS = {
  hall: "Hall",
  kitchen: "Kitchen",
  living_room: "Living room",
  bedroom: "Bedroom",
  bathroom: "Bathroom",
  study: "Study",
  garden: "Garden",
} as const;

export type Area = keyof typeof AREAS;

export const ENTITIES: readonly Entity[] = [
  entity("light.hall", "Hall light", "hall"),
  entity("light.kitchen", "Kitchen light", "kitchen"),
  entity("light.pantry", "Pantry light", "kitchen"),
  entity("light.living_room", "Living room light", "living_room"),
  entity("light.living_room_lamp", "Living room lamp", "living_room"),
  entity("light.bedroom", "Bedroom light", "bedroom"),
  entity("light.bathroom", "Bathroom light", "bathroom"),
  entity("light.study", "Study light", "study"),
  entity("light.garden", "Garden light", "garden"),
  entity("switch.coffee_machine", "Coffee machine", "kitchen", "outlet"),
  entity("switch.hot_water_pump", "Hot water pump", "bathroom", "outlet"),
  entity("switch.bathroom_fan", "Bathroom fan", "bathroom", "switch"),
  entity("switch.terrace_lights", "Terrace lights", "garden", "switch"),
  entity("fan.study", "Study fan", "study"),
  entity("cover.living_room_blind", "Living room blind", "living_room", "blind"),
  entity("media_player.living_room_tv", "Living room TV", "living_room", "tv"),
  entity("climate.living_room", "Living room heating", "living_room"),
  entity("binary_sensor.hall_motion", "Hall motion", "hall", "motion"),
  entity("binary_sensor.kitchen_motion", "Kitchen motion", "kitchen", "motion"),
  entity("binary_sensor.living_room_motion", "Living room motion", "living_room", "motion"),
  entity("binary_sensor.bedroom_motion", "Bedroom motion", "bedroom", "motion"),
  entity("binary_sensor.bathroom_motion", "Bathroom motion", "bathroom", "motion"),
  entity("binary_sensor.study_motion", "Study motion", "study", "motion"),
  entity("binary_sensor.garden_motion", "Garden motion", "garden", "motion"),
  entity("binary_sensor.front_door", "Front door", "hall", "door"),
  entity("binary_sensor.pantry_door", "Pantry door", "kitchen", "door"),
  entity("binary_sensor.garden_door", "Garden door", "living_room", "door"),
  entity("binary_sensor.garden_gate", "Garden gate", "garden", "opening"),
  entity("event.living_room_button", "Living room button", "living_room", "button"),
  entity("sensor.living_room_illuminance", "Living room illuminance", "living_room", "illuminance"),
  entity("sensor.living_room_temperature", "Living room temperature", "living_room", "temperature"),
  entity("sensor.study_temperature", "Study temperature", "study", "temperature"),
  entity("sensor.outdoor_temperature", "Outdoor temperature", "garden", "temperature"),
  entity("sensor.bathroom_humidity", "Bathroom humidity", "bathroom", "humidity"),
  entity("sun.sun", "Sun", null),
  ...RESIDENTS.flatMap(({ name, entityId: personId, trackerId }) => [
    entity(personId, name, null),
    entity(trackerId, `${name}'s phone`, null),
  ]),
];

/** The state at 04:00, when everybody is at home and asleep; undefined for entities that people do not control. */
export function restStateOf(entityId: string): string | undefined {
  const domain = domainOf(entityId);
  if (domain === "cover") return "closed";
  if (domain === "person" || domain === "device_tracker") return "home";
  return isActuator(entityId) || domain === "binary_sensor" ? "off" : undefined;
}

function entity(entityId: string, name: string, area: Area | null, deviceClass: string | null = null): Entity {
  const areaName = area === null ? null : AREAS[area];
  return { entityId, name, areaId: area, areaName, deviceClass, isMinable: true };
}
