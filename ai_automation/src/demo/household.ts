import { isActuator } from "../model/domains.ts";
import type { Entity, Person } from "../model/home.ts";
import { domainOf } from "../model/state-change.ts";
import { en, type HomeWords } from "./words/en.ts";

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

export const WORKDAY_SENSOR = "binary_sensor.workday_sensor";

export const RESIDENTS: readonly Resident[] = [ANNA, BEN];

type Area = keyof HomeWords["areas"];
/** A room that people spend time in. */
export type Room = Exclude<Area, "attic" | "garage">;
type Named = keyof HomeWords["entities"];

interface Thing {
  readonly entityId: Named;
  readonly area: Area | null;
  readonly deviceClass: string | null;
}

const THINGS: readonly Thing[] = [
  thing("light.hall", "hall"),
  thing("light.kitchen", "kitchen"),
  thing("light.pantry", "kitchen"),
  thing("light.living_room", "living_room"),
  thing("light.living_room_lamp", "living_room"),
  thing("light.bedroom", "bedroom"),
  thing("light.bathroom", "bathroom"),
  thing("light.study", "study"),
  thing("light.garden", "garden"),
  thing("switch.coffee_machine", "kitchen", "outlet"),
  thing("switch.hot_water_pump", "bathroom", "outlet"),
  thing("switch.bathroom_fan", "bathroom", "switch"),
  thing("switch.terrace_lights", "garden", "switch"),
  thing("fan.study", "study"),
  thing("cover.living_room_blind", "living_room", "blind"),
  thing("media_player.living_room_tv", "living_room", "tv"),
  thing("climate.living_room", "living_room"),
  thing("binary_sensor.hall_motion", "hall", "motion"),
  thing("binary_sensor.kitchen_motion", "kitchen", "motion"),
  thing("binary_sensor.living_room_motion", "living_room", "motion"),
  thing("binary_sensor.bedroom_motion", "bedroom", "motion"),
  thing("binary_sensor.bathroom_motion", "bathroom", "motion"),
  thing("binary_sensor.study_motion", "study", "motion"),
  thing("binary_sensor.garden_motion", "garden", "motion"),
  thing("binary_sensor.front_door", "hall", "door"),
  thing("binary_sensor.pantry_door", "kitchen", "door"),
  thing("binary_sensor.garden_door", "living_room", "door"),
  thing("binary_sensor.garden_gate", "garden", "opening"),
  thing("event.living_room_button", "living_room", "button"),
  thing("sensor.living_room_illuminance", "living_room", "illuminance"),
  thing("sensor.living_room_temperature", "living_room", "temperature"),
  thing("sensor.study_temperature", "study", "temperature"),
  thing("sensor.outdoor_temperature", "garden", "temperature"),
  thing("sensor.bathroom_humidity", "bathroom", "humidity"),
  thing("sun.sun", null),
];

/** Further things of the simulated family. */
const MORE_OF_FAMILY: readonly Thing[] = [
  thing("light.attic", "attic"),
  thing("binary_sensor.attic_door", "attic", "door"),
  thing("binary_sensor.garage_door", "garage", "garage_door"),
  thing("binary_sensor.workday_sensor", null),
];

export const ENTITIES: readonly Entity[] = named(THINGS, en);

export const FAMILY_ENTITIES: readonly Entity[] = named([...THINGS, ...MORE_OF_FAMILY], en);

export const familyEntitiesIn = (words: HomeWords): readonly Entity[] => named([...THINGS, ...MORE_OF_FAMILY], words);

/** The state at 04:00, when everybody is at home and asleep; undefined for entities that people do not control. */
export function restStateOf(entityId: string): string | undefined {
  if (entityId === WORKDAY_SENSOR) return undefined;
  const domain = domainOf(entityId);
  if (domain === "cover") return "closed";
  if (domain === "person" || domain === "device_tracker") return "home";
  return isActuator(entityId) || domain === "binary_sensor" ? "off" : undefined;
}

function thing(entityId: Named, area: Area | null, deviceClass: string | null = null): Thing {
  return { entityId, area, deviceClass };
}

function named(things: readonly Thing[], { entities, areas, phoneOf }: HomeWords): readonly Entity[] {
  return [
    ...things.map(({ entityId, area, deviceClass }) => ({
      entityId,
      name: entities[entityId],
      areaId: area,
      areaName: area === null ? null : areas[area],
      deviceClass,
      isMinable: true,
    })),
    ...RESIDENTS.flatMap(({ name, entityId: personId, trackerId }) => [
      withoutArea(personId, name),
      withoutArea(trackerId, phoneOf(name)),
    ]),
  ];
}

function withoutArea(entityId: string, name: string): Entity {
  return { entityId, name, areaId: null, areaName: null, deviceClass: null, isMinable: true };
}
