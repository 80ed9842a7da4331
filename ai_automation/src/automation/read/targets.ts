import { domainOf } from "../../model/state-change.ts";
import { isEntityId, isRecord, listOf } from "../values.ts";
import { isRegistryId, readIds } from "./entity-ids.ts";
import type { ReferencedEntity, References } from "./references.ts";
import { isTemplate } from "./service-meaning.ts";

type Part = Readonly<Record<string, unknown>>;

/** The keys of a target, which in a call may also be in its data. */
export const TARGET_KEYS = ["entity_id", "device_id", "area_id", "floor_id", "label_id"] as const;

export interface ResolvedTarget {
  readonly entityIds: readonly string[];
  /** The keys whose values the home does not have, or that are templates. */
  readonly left: Part;
}

/**
 * The entities that a target reaches, like Home Assistant 2026.11's helpers/target.py: areas with their devices, floors,
 * labels of entities, devices and areas, child devices, groups with their members, and without what it excludes.
 * `domain` is that of the service; null for triggers and conditions, which do not expand groups.
 */
export function resolveTarget(
  target: Part,
  home: Index,
  domain: string | null,
  withDiagnostic = false,
): ResolvedTarget {
  const found = reachedBy(target, home, { domain, isExclusion: false, withDiagnostic });
  const excluded = isRecord(target.exclude)
    ? new Set(reachedBy(target.exclude, home, { domain, isExclusion: true, withDiagnostic }).entityIds)
    : NOTHING;
  return { entityIds: found.entityIds.filter((id) => !excluded.has(id)), left: found.left };
}

const NOTHING: ReadonlySet<string> = new Set();

interface Reach {
  readonly domain: string | null;
  /** What is excluded includes hidden entities. */
  readonly isExclusion: boolean;
  readonly withDiagnostic: boolean;
}

function reachedBy(target: Part, home: Index, { domain, isExclusion, withDiagnostic }: Reach): ResolvedTarget {
  const left: Record<string, unknown> = {};
  const ids = new Set<string>();
  const named = readIds(target.entity_id);
  const isOfService = (entityId: string): boolean =>
    domain === null || domain === "homeassistant" || domainOf(entityId) === domain;
  if (named.isUnread) left.entity_id = target.entity_id;
  if (named.isAll && home.all.length === 0) left.entity_id = "all";
  if (named.isAll) for (const entityId of home.all) if (isOfService(entityId)) ids.add(entityId);
  for (const id of named.ids) {
    const entityId = isRegistryId(id) ? home.byRegistryId.get(id) : id;
    if (entityId === undefined) left.device_id = id;
    else for (const one of domain === null ? [entityId] : withMembers(entityId, home.groups)) ids.add(one);
  }
  for (const entity of indirectlyReached(target, home, left)) {
    if (!isExclusion && (entity.isHidden || (entity.hasCategory && !withDiagnostic))) continue;
    if (!isOfService(entity.entityId)) continue;
    for (const one of domain === null ? [entity.entityId] : withMembers(entity.entityId, home.groups)) ids.add(one);
  }
  return { entityIds: [...ids], left };
}

/** Old groups are replaced by their members; a light that is a group also passes the call on to its members. */
function withMembers(entityId: string, groups: References["groups"], seen: readonly string[] = []): readonly string[] {
  const members = groups.get(entityId);
  if (members === undefined || seen.includes(entityId)) return [entityId];
  const all = members.flatMap((member) => withMembers(member, groups, [...seen, entityId]));
  return domainOf(entityId) === "group" ? all : [entityId, ...all];
}

/** The entities of devices, areas, floors and labels; what the home does not have is put into `left`. */
function indirectlyReached(target: Part, home: Index, left: Record<string, unknown>): readonly ReferencedEntity[] {
  const idsOf = (key: string, isKnown: (id: string) => boolean): readonly string[] => {
    const ids = listOf(target[key]).filter((id): id is string => typeof id === "string" && id !== "none" && id !== "");
    const missing = ids.filter((id) => isTemplate(id) || !isKnown(id));
    if (missing.length > 0) left[key] = missing;
    return ids.filter((id) => !missing.includes(id));
  };
  const labels = idsOf("label_id", (id) => home.hasLabel(id));
  const floors = idsOf("floor_id", (id) => home.hasFloor(id));
  const areas = new Set([
    ...idsOf("area_id", (id) => home.hasArea(id)),
    ...home.references.areas
      .filter((area) => (area.floorId !== null && floors.includes(area.floorId)) || sharesAny(area.labels, labels))
      .map(({ id }) => id),
  ]);
  const direct = new Set([
    ...idsOf("device_id", (id) => home.hasDevice(id)),
    ...home.references.devices.filter((device) => sharesAny(device.labels, labels)).map(({ id }) => id),
  ]);
  const devices = new Set(
    home.references.devices
      .filter(({ id, parentId }) => direct.has(id) || (parentId !== null && direct.has(parentId)))
      .map(({ id }) => id),
  );
  return home.references.entities.filter((entity) => {
    const area = entity.areaId ?? home.areaOfDevice(entity.deviceId);
    return (
      (area !== null && areas.has(area)) ||
      (entity.deviceId !== null && devices.has(entity.deviceId)) ||
      sharesAny(entity.labels, labels)
    );
  });
}

/**
 * The result of `expand`, `area_entities` and similar functions; undefined if the home does not know it: those of an
 * area with those of its devices, and only what has the label itself (helpers/template/extensions of 2026.11). Of a group
 * that is no `group.`, it is not known whether it is expanded.
 */
export function entitiesReturned(name: string, id: string, home: Index): readonly string[] | undefined {
  if (name === "expand") return expanded(id, home);
  const { entities, areas } = home.references;
  const inAreas = (isIn: (areaId: string) => boolean): readonly string[] =>
    entities
      .filter(({ areaId, deviceId }) => {
        const area = areaId ?? home.areaOfDevice(deviceId);
        return area !== null && isIn(area);
      })
      .map(({ entityId }) => entityId);
  if (name === "area_entities") return home.hasArea(id) ? inAreas((area) => area === id) : undefined;
  if (name === "floor_entities" && home.hasFloor(id))
    return inAreas((area) => areas.some((one) => one.id === area && one.floorId === id));
  if (name === "label_entities" && home.hasLabel(id))
    return entities.filter(({ labels }) => labels.includes(id)).map(({ entityId }) => entityId);
  if (name === "device_entities" && home.hasDevice(id))
    return entities.filter(({ deviceId }) => deviceId === id).map(({ entityId }) => entityId);
  return undefined;
}

function expanded(id: string, home: Index, seen: readonly string[] = []): readonly string[] | undefined {
  const members = home.groups.get(id);
  if (domainOf(id) !== "group") return isEntityId(id) && members === undefined ? [id] : undefined;
  if (members === undefined || seen.includes(id)) return undefined;
  const found = members.map((member) => expanded(member, home, [...seen, id]));
  const known = found.filter((all) => all !== undefined);
  return known.length === found.length ? known.flat() : undefined;
}

const sharesAny = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

/** References with lookups. */
export interface Index {
  readonly references: References;
  readonly groups: References["groups"];
  readonly all: readonly string[];
  readonly byRegistryId: ReadonlyMap<string, string>;
  readonly hasDevice: (id: string) => boolean;
  readonly hasArea: (id: string) => boolean;
  readonly hasFloor: (id: string) => boolean;
  readonly hasLabel: (id: string) => boolean;
  readonly areaOfDevice: (id: string | null) => string | null;
}

export function indexOf(references: References): Index {
  const { entities, devices, areas, groups } = references;
  const deviceOf = new Map(devices.map((device) => [device.id, device]));
  const areaIds = new Set(areas.map(({ id }) => id));
  const floors = new Set(areas.map(({ floorId }) => floorId));
  const labels = new Set([...entities, ...devices, ...areas].flatMap((one) => one.labels));
  return {
    references,
    groups,
    all: entities.map(({ entityId }) => entityId).filter(isEntityId),
    byRegistryId: new Map(
      entities.flatMap(({ entityId, registryId }) => (registryId === null ? [] : [[registryId, entityId] as const])),
    ),
    hasDevice: (id) => deviceOf.has(id),
    hasArea: (id) => areaIds.has(id),
    hasFloor: (id) => floors.has(id),
    hasLabel: (id) => labels.has(id),
    areaOfDevice: (id) => {
      const device = id === null ? undefined : deviceOf.get(id);
      const parent = device?.parentId ? deviceOf.get(device.parentId) : undefined;
      return device?.areaId ?? parent?.areaId ?? null;
    },
  };
}
