import type { Frame } from "../history/frame/frame.ts";
import { roleOf, type Role } from "../history/frame/role.ts";
import { isActuator } from "../model/domains.ts";
import { domainOf, objectIdOf } from "../model/state-change.ts";

/** Properties of an entity that decide how miners use it. */
export interface EntityFacts {
  readonly entityId: string;
  readonly entity: number;
  readonly area: string | null;
  /** Home Assistant's device class; null if not known. */
  readonly deviceClass: string | null;
  /** Whether it may be a reason: what repeats others is none, since they are. */
  readonly isMinable: boolean;
  /** The entities that repeat it, or that it repeats, which cannot be a reason to act on it. */
  readonly kin: ReadonlySet<number>;
  readonly role: Role;
  /** The states it takes, by code, in order of first use; empty for measurements. */
  readonly states: readonly number[];
  /** The object id of the actuator whose power this entity measures; null if it measures something else. */
  readonly powerOf: string | null;
  /** Whether it applies to the whole home: people, modes, workdays. */
  readonly isHomeWide: boolean;
}

const NO_KIN: ReadonlySet<number> = new Set();

const HOME_WIDE_DOMAINS: ReadonlySet<string> = new Set([
  "alarm_control_panel",
  "calendar",
  "device_tracker",
  "group",
  "input_boolean",
  "input_select",
  "person",
  "schedule",
  "zone",
]);

export function readEntityFacts(
  frame: Frame,
  home: {
    readonly isMinable: (entityId: string) => boolean;
    readonly areaOf: (entityId: string) => string | null;
    readonly deviceClassOf: (entityId: string) => string | null;
    /** Actuators that only repeat others. */
    readonly derived: ReadonlySet<number>;
    readonly kin: ReadonlyMap<number, ReadonlySet<number>>;
  },
): readonly EntityFacts[] {
  const areasOfActuators = new Set(frame.entities.names.filter(isActuator).map(home.areaOf));
  const actuators = new Set(frame.entities.names.filter(isActuator).map(objectIdOf));
  return frame.entities.names.map((entityId, entity): EntityFacts => {
    const states = [...new Set(frame.codes.subarray(frame.start[entity], frame.start[entity + 1]))];
    const area = home.areaOf(entityId);
    const deviceClass = home.deviceClassOf(entityId);
    const role = roleOf(frame, entity);
    return {
      entityId,
      entity,
      area,
      deviceClass,
      isMinable: home.isMinable(entityId) && domainOf(entityId) !== "sun" && !home.derived.has(entity),
      kin: home.kin.get(entity) ?? NO_KIN,
      role,
      states: role === "value" ? [] : states,
      powerOf:
        deviceClass === "power"
          ? (prefixesOf(objectIdOf(entityId)).findLast((prefix) => actuators.has(prefix)) ?? null)
          : null,
      isHomeWide:
        isHomeWide(entityId) ||
        isOfTheWeather(entityId, area, deviceClass) ||
        (!isActuator(entityId) && (area === null || !areasOfActuators.has(area))),
    };
  });
}

/** `living_room` and `living` for `living_room_power`: integrations append the measurement to the device's name. */
function prefixesOf(objectId: string): readonly string[] {
  const words = objectId.split("_");
  return words.slice(1).map((_, index) => words.slice(0, index + 1).join("_"));
}

const isHomeWide = (entityId: string): boolean =>
  HOME_WIDE_DOMAINS.has(domainOf(entityId)) || /^binary_sensor\.(.*_)?workday/.test(entityId);

const OUTDOORS =
  /(^|_)(outdoors?|outside|exterior|garden|terrace|patio|yard|balcony|porch|roof|aussen|draussen|garten|terrasse|balkon|hof|dach|buiten|tuin|terras|dak|dehors|exterieur|jardin|balcon|toit|terraza|azotea)(_|$)/;

/** Daylight and outdoor temperature apply to the whole home, wherever the sensor is. */
function isOfTheWeather(entityId: string, area: string | null, deviceClass: string | null): boolean {
  if (deviceClass === "irradiance") return true;
  if (deviceClass !== "illuminance" && deviceClass !== "temperature") return false;
  return OUTDOORS.test(objectIdOf(entityId)) || OUTDOORS.test(area ?? "");
}
