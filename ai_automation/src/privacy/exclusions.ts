import type { Exclusion } from "../model/exclusion.ts";
import type { Entity, HomeSnapshot } from "../model/home.ts";
import type { Excluded } from "../model/privacy.ts";
import { domainOf } from "../model/state-change.ts";

/** The ids now of the entity that once had an id. */
type CurrentIds = (entityId: string) => readonly string[];

/** Undefined while the home has not been read. */
type KnownHome = Pick<HomeSnapshot, "entities" | "persons"> | undefined;

/** Resolves exclusions of areas and persons to entities and users of the home. */
export function readExclusions(exclusions: readonly Exclusion[], home: KnownHome): Excluded {
  const of = (kind: Exclusion["kind"]): ReadonlySet<string> =>
    new Set(exclusions.filter((one) => one.kind === kind).map(({ id }) => id));
  const [entities, areas, domains, users] = [of("entity"), of("area"), of("domain"), of("person")];
  const persons = (home?.persons ?? []).filter(({ userId }) => users.has(userId));
  const personEntities = new Set(persons.map(({ entityId }) => entityId));
  return {
    entity: (entityId) =>
      entities.has(entityId) ||
      personEntities.has(entityId) ||
      domains.has(domainOf(entityId)) ||
      areas.has(home?.entities.get(entityId)?.areaId ?? ""),
    user: (userId) => userId !== null && users.has(userId),
  };
}

/**
 * Parses names of the EXCLUDE setting: ids of entities or `person.*`, ids or names of areas, or domains. An entity that
 * was renamed since stays excluded under both ids.
 */
export function exclusionsNamed(
  names: readonly string[],
  home: KnownHome,
  currentIds: CurrentIds = (entityId) => [entityId],
): readonly Exclusion[] {
  return names.flatMap((name): readonly Exclusion[] => {
    if (name.includes(".")) return [...new Set([name, ...currentIds(name)])].map((id) => personOrEntity(id, home));
    const areaId = [...(home?.entities.values() ?? [])].find((entity) => isAreaOf(entity, name))?.areaId ?? null;
    return [areaId === null ? { kind: "domain", id: name } : { kind: "area", id: areaId }];
  });
}

function personOrEntity(entityId: string, home: KnownHome): Exclusion {
  const person = home?.persons.find((one) => one.entityId === entityId);
  return person === undefined ? { kind: "entity", id: entityId } : { kind: "person", id: person.userId };
}

const isAreaOf = ({ areaId, areaName }: Entity, name: string): boolean =>
  areaId === name || areaName?.toLowerCase() === name.toLowerCase();
