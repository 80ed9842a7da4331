import type { LevelKind, Levels } from "../model/level.ts";
import { domainOf } from "../model/state-change.ts";

type Attributes = Readonly<Record<string, unknown>>;
/** The level that an attribute value represents; undefined if it is not a level. */
type Read = (value: unknown) => number | string | undefined;

const number: Read = (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);
const text: Read = (value) => (typeof value === "string" && value !== "" ? value : undefined);
const percentOf =
  (whole: number): Read =>
  (value) =>
    typeof value === "number" && Number.isFinite(value) ? Math.round((100 * value) / whole) : undefined;

type Reader = readonly [attribute: string, kind: LevelKind, read: Read];

const SETPOINTS: readonly Reader[] = [
  ["temperature", "temperature", number],
  ["target_temp_low", "target_temp_low", number],
  ["target_temp_high", "target_temp_high", number],
  ["humidity", "humidity", number],
];

/** The state attributes that are levels, by domain. */
const READERS: Readonly<Record<string, readonly Reader[]>> = {
  light: [
    ["brightness", "brightness", percentOf(255)],
    ["color_temp_kelvin", "color_temp_kelvin", number],
    ["effect", "effect", text],
  ],
  cover: [
    ["current_position", "position", number],
    ["current_tilt_position", "tilt_position", number],
  ],
  climate: [...SETPOINTS, ["preset_mode", "preset_mode", text], ["fan_mode", "fan_mode", text]],
  water_heater: SETPOINTS,
  humidifier: [
    ["humidity", "humidity", number],
    ["mode", "mode", text],
  ],
  fan: [
    ["percentage", "percentage", number],
    ["preset_mode", "preset_mode", text],
  ],
  media_player: [
    ["volume_level", "volume", percentOf(1)],
    ["source", "source", text],
  ],
};

export const levelsOf = (entityId: string, attributes: Attributes): Levels =>
  read(READERS[domainOf(entityId)] ?? [], attributes);

/** The parameters of service calls that are levels; a light's brightness is recorded nowhere else. */
const CALL_READERS: Readonly<Record<string, readonly Reader[]>> = {
  "light.turn_on": [
    ["brightness", "brightness", percentOf(255)],
    ["brightness_pct", "brightness", percentOf(100)],
    ["color_temp_kelvin", "color_temp_kelvin", number],
    ["effect", "effect", text],
  ],
};

export const levelsOfCall = (domain: string, service: string, data: Attributes): Levels =>
  read(CALL_READERS[`${domain}.${service}`] ?? [], data);

export const hasLevels = (entityId: string): boolean => Object.hasOwn(READERS, domainOf(entityId));

function read(readers: readonly Reader[], attributes: Attributes): Levels {
  return Object.fromEntries(
    readers.flatMap(([attribute, kind, readOne]) => {
      const value = readOne(attributes[attribute]);
      return value === undefined ? [] : [[kind, value]];
    }),
  );
}

/** A light's levels are never recorded (components/light, _entity_component_unrecorded_attributes). */
export const hasRecordedLevels = (entityId: string): boolean => hasLevels(entityId) && domainOf(entityId) !== "light";

export const levelsChanged = (before: Levels, after: Levels): Levels => {
  const previous: Readonly<Record<string, unknown>> = before;
  return Object.fromEntries(Object.entries(after).filter(([kind, value]) => previous[kind] !== value));
};

export const isEmpty = (levels: Levels): boolean => Object.keys(levels).length === 0;
