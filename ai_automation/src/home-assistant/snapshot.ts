import type { References } from "../automation/read/references.ts";
import { entranceIn } from "../automation/risky-names.ts";
import type { UserKind } from "../history/attribution/users.ts";
import type { HomeAutomation } from "../model/automation.ts";
import type { Entity, HomeInfo, Person } from "../model/home.ts";
import type { RegistryEntry } from "../model/identity.ts";
import { domainOf, isGapState } from "../model/state-change.ts";
import type { UnitStretch } from "../model/unit.ts";
import { loadedConfig } from "./automation-state.ts";
import { isUnauthorized } from "./errors.ts";
import { instantOfSeconds, instantOfText } from "./instants.ts";
import { hasRecordedLevels } from "./level-attributes.ts";
import { repeatedBy } from "./repeated-entities.ts";
import { substitutedConfig } from "./scripts-and-scenes.ts";
import type { Session } from "./session.ts";
import { currentUnit } from "./units.ts";
import { userKindsOf } from "./user-kinds.ts";
import {
  areaRegistrySchema,
  configSchema,
  deviceRegistrySchema,
  entityRegistrySchema,
  personsSchema,
  statesSchema,
  usersSchema,
  type WireConfig,
  type WireEntity,
  type WireState,
} from "./wire.ts";

export interface Entities {
  readonly entities: ReadonlyMap<string, Entity>;
  /** Entities that the logbook omits. */
  readonly continuous: readonly string[];
  /** Entities whose levels the recorder stores. */
  readonly levelEntities: readonly string[];
  readonly units: readonly UnitStretch[];
  /** When Home Assistant started, milliseconds UTC: the time of the oldest state. */
  readonly startedAt: number | undefined;
  /** Entities, devices, areas and groups, to resolve targets. */
  readonly registries: Registries;
  readonly registry: readonly RegistryEntry[];
  readonly disabledAutomations: ReadonlySet<string>;
}

type Registries = Pick<References, "entities" | "devices" | "areas" | "groups">;

export interface People {
  readonly persons: readonly (Omit<Person, "entityId"> & { readonly personId: string | null })[];
  readonly userKinds: ReadonlyMap<string, UserKind>;
}

export const readConfig = (session: Session): Promise<WireConfig> => session.call(configSchema, { type: "get_config" });

export const infoOf = (config: WireConfig): HomeInfo => ({
  name: config.location_name,
  version: config.version,
  zone: config.time_zone,
  latitude: config.latitude,
  longitude: config.longitude,
  elevation: config.elevation,
  language: config.language ?? "en",
});

/** @param before what was read before */
export async function readEntities(
  session: Session,
  before: ReadonlyMap<string, Entity> = new Map(),
): Promise<Entities> {
  const [registry, devices, areas, states] = await Promise.all([
    session.call(entityRegistrySchema, { type: "config/entity_registry/list" }),
    session.call(deviceRegistrySchema, { type: "config/device_registry/list" }),
    session.call(areaRegistrySchema, { type: "config/area_registry/list" }),
    session.call(statesSchema, { type: "get_states" }),
  ]);
  const areaNames = new Map(areas.map(({ area_id, name }) => [area_id, name]));
  const deviceOf = new Map(devices.map((device) => [device.id, device]));
  const areaOf = ({ area_id, device_id }: WireEntity): string | null => {
    if (area_id) return area_id;
    const device = device_id ? deviceOf.get(device_id) : undefined;
    const parent = device?.parent_device_id ? deviceOf.get(device.parent_device_id) : undefined;
    return device?.area_id ?? parent?.area_id ?? null;
  };
  const stateOf = new Map(states.map((state) => [state.entity_id, state]));
  const registered = new Map(registry.map((entry) => [entry.entity_id, entry]));
  /** A switch without a device that is shown as a light keeps its area, and the light has none. */
  const areaOfShown = (entry: WireEntity): string | null => {
    const shown = registered.get(shownBy(entry) ?? "");
    return shown === undefined ? null : areaOf(shown);
  };
  const entities = new Map<string, Entity>();
  for (const entityId of new Set([...registered.keys(), ...stateOf.keys()])) {
    const entry = registered.get(entityId);
    const attributes = stateOf.get(entityId)?.attributes ?? {};
    const areaId = entry === undefined ? null : (areaOf(entry) ?? areaOfShown(entry));
    const named = repeatedBy({ entity_id: entityId, attributes }, entry);
    // An unavailable entity has no attributes (helpers/entity.py).
    const isAway = isGapState(stateOf.get(entityId)?.state ?? "");
    const repeats = named.length === 0 && isAway ? (before.get(entityId)?.repeats ?? []) : named;
    const name = textOf(attributes.friendly_name) ?? entry?.name ?? entry?.original_name ?? entityId;
    entities.set(entityId, {
      entityId,
      name,
      areaId,
      areaName: areaId === null ? null : (areaNames.get(areaId) ?? null),
      deviceClass: textOf(attributes.device_class) ?? entranceOf(entityId, name),
      isMinable: entry === undefined || !(entry.hidden_by || entry.disabled_by || entry.entity_category),
      ...(repeats.length === 0 ? {} : { repeats }),
    });
  }
  return {
    entities,
    continuous: states.filter(isContinuous).map(({ entity_id }) => entity_id),
    levelEntities: states.map(({ entity_id }) => entity_id).filter(hasRecordedLevels),
    units: states.flatMap(currentUnit),
    startedAt: oldestOf(states),
    registries: {
      entities: [...new Set([...registered.keys(), ...stateOf.keys()])].map((entityId) =>
        referenced(entityId, registered.get(entityId)),
      ),
      devices: devices.map(({ id, area_id, parent_device_id, labels }) => ({
        id,
        areaId: area_id || null,
        labels: labels ?? [],
        parentId: parent_device_id || null,
      })),
      areas: areas.map(({ area_id, floor_id, labels }) => ({
        id: area_id,
        floorId: floor_id || null,
        labels: labels ?? [],
      })),
      groups: new Map(states.flatMap(membersOf)),
    },
    registry: registry.flatMap(registryEntryOf),
    disabledAutomations: new Set(
      registry
        .filter(({ platform, disabled_by }) => platform === "automation" && disabled_by)
        .map(({ unique_id }) => unique_id),
    ),
  };
}

const referenced = (entityId: string, entry: WireEntity | undefined): References["entities"][number] => ({
  entityId,
  registryId: entry?.id ?? null,
  areaId: entry?.area_id || null,
  deviceId: entry?.device_id || null,
  labels: entry?.labels ?? [],
  isHidden: entry?.hidden_by ?? false,
  hasCategory: entry?.entity_category ?? false,
});

/** Groups of any domain list their members. Scenes list what they set. */
function membersOf({ entity_id, attributes }: WireState): readonly (readonly [string, readonly string[]])[] {
  const members = attributes.entity_id;
  if (!Array.isArray(members) || domainOf(entity_id) === "scene") return [];
  return [[entity_id, members.filter((member): member is string => typeof member === "string")]];
}

/** The switch that an entity of the switch_as_x integration shows. */
const shownBy = ({ platform, options }: WireEntity): string | null =>
  platform === "switch_as_x" ? (options.switch_as_x ?? null) : null;

function registryEntryOf(entry: WireEntity): readonly RegistryEntry[] {
  const { id, entity_id: entityId, platform, unique_id: uniqueId, created_at: created } = entry;
  if (!id) return [];
  return [
    {
      registryId: id,
      entityId,
      platform,
      uniqueId,
      deviceId: entry.device_id ?? null,
      originalName: entry.original_name ?? null,
      isHidden: entry.hidden_by,
      createdAt: created ? instantOfSeconds(created) : null,
      shows: shownBy(entry),
    },
  ];
}

/** A person's entity has the person's id as its unique id (components/person/__init__.py). */
export function withEntityIds(persons: People["persons"], registry: readonly RegistryEntry[]): readonly Person[] {
  const entityIds = new Map(
    registry.filter(({ platform }) => platform === "person").map(({ uniqueId, entityId }) => [uniqueId, entityId]),
  );
  return persons.map(({ personId, ...person }) => ({ ...person, entityId: entityIds.get(personId ?? "") ?? null }));
}

/** Covers of templates and relays often have no device class. */
const entranceOf = (entityId: string, name: string): string | null =>
  domainOf(entityId) === "cover" ? entranceIn(`${entityId} ${name}`) : null;

const oldestOf = (states: readonly WireState[]): number | undefined =>
  states.length === 0 ? undefined : Math.min(...states.map(({ last_changed }) => instantOfText(last_changed)));

const ALWAYS_CONTINUOUS: ReadonlySet<string> = new Set(["counter", "proximity"]);

/** Entities that `logbook/get_events` may omit: components/logbook/helpers.py, is_sensor_continuous. Errs towards too many. */
function isContinuous({ entity_id, attributes }: WireState): boolean {
  const domain = domainOf(entity_id);
  if (domain !== "sensor") return ALWAYS_CONTINUOUS.has(domain);
  return ["unit_of_measurement", "state_class", "device_class"].some((key) => attributes[key] !== undefined);
}

/** Only administrators may list users; without the list every user counts as a person. */
export async function readPeople(session: Session, serviceAccounts: readonly string[]): Promise<People> {
  const [persons, users] = await Promise.all([
    session.call(personsSchema, { type: "person/list" }),
    session.call(usersSchema, { type: "config/auth/list" }).catch((error: unknown) => {
      if (isUnauthorized(error)) return [];
      throw error;
    }),
  ]);
  const named = [...persons.storage, ...persons.config].flatMap(({ id: personId, name, user_id }) =>
    user_id ? [{ userId: user_id, name, personId: personId ?? null }] : [],
  );
  const personUserIds = named.map(({ userId }) => userId);
  return { persons: named, userKinds: userKindsOf({ users, personUserIds, serviceAccounts }) };
}

export async function readAutomations(session: Session): Promise<readonly HomeAutomation[]> {
  const states = await session.call(statesSchema, { type: "get_states" });
  return Promise.all(
    states
      .filter(({ entity_id }) => domainOf(entity_id) === "automation")
      .map(async ({ entity_id: entityId, state, attributes }) => ({
        entityId,
        id: textOf(attributes.id),
        name: textOf(attributes.friendly_name) ?? entityId,
        isOn: state === "on",
        ...(await configsOf(session, entityId)),
      })),
  );
}

async function configsOf(session: Session, entityId: string): Promise<Pick<HomeAutomation, "config" | "substituted">> {
  const config = await loadedConfig(session, entityId);
  const substituted = await substitutedConfig(session, "automation", config);
  return substituted === undefined ? { config } : { config, substituted };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
