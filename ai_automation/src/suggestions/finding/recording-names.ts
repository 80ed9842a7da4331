import { entranceIn } from "../../automation/risky-names.ts";
import { domainOf, objectIdOf } from "../../model/state-change.ts";
import type { Names } from "../words/names.ts";

/** Names and device classes guessed from entity ids, as a recording has no registries. */
export const recordingNames: Names = {
  language: "en",
  personOf: (userId) => userId,
  areaOf: () => null,
  nameOf: (entityId) => {
    const name = objectIdOf(entityId).replaceAll("_", " ");
    return name.charAt(0).toUpperCase() + name.slice(1);
  },
  deviceClassOf: (entityId) =>
    domainOf(entityId) === "cover"
      ? entranceIn(entityId)
      : (DEVICE_CLASSES.find(([pattern]) => pattern.test(entityId))?.[1] ?? null),
};

/** Words that integrations or people use in entity ids. */
const DEVICE_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^binary_sensor\..*(motion|occupancy|presence)/, "motion"],
  [/^binary_sensor\..*garage_(door|gate|contact)/, "garage_door"],
  [/^binary_sensor\.(.*_)?lock(ed)?$/, "lock"],
  [/^binary_sensor\.(.*_)?gate(_|$)/, "opening"],
  [/^binary_sensor\..*(door|contact)/, "door"],
  [/^binary_sensor\..*window/, "window"],
  [/^sensor\..*(illuminance|lux|light_level|brightness)/, "illuminance"],
  [/^sensor\..*temperature/, "temperature"],
  [/^sensor\..*humidity/, "humidity"],
  [/^sensor\..*(power|watt)/, "power"],
  [/^sensor\..*(energy|kwh)/, "energy"],
  [/^sensor\..*(battery|level)$/, "battery"],
  [/^sensor\..*(rssi|linkquality|signal)/, "signal_strength"],
];
