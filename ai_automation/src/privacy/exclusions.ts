import type { Exclusion } from "../model/exclusion.ts";
import type { Entity, HomeSnapshot, Person } from "../model/home.ts";
import type { Excluded } from "../model/privacy.ts";
import { domainOf } from "../model/state-change.ts";

/** Undefined while the home has not been read. */
type KnownHome = Pick<HomeSnapshot, "entities" | "persons"> | undefined;

/** Resolves exclusions of areas and persons to entities and users of the home. */
export function readExclusions(exclusions: readonly Exclusion[], home: KnownHome): Excluded {
  const of = (kind: Exclusion["kind"]): ReadonlySet<string> =>
    new Set(exclusions.filter((one) => one.kind === kind).map(({ id }) => id));
  const [entities, areas, domains, users] = [of("entity"), of("area"), of("domain"), of("person")];
  const persons = (home?.persons ?? []).filter(({ userId }) => users.has(userId));
  const personEntities = new Set(persons.map(personEntityOf));
  return {
    entity: (entityId) =>
      entities.has(entityId) ||
      personEntities.has(entityId) ||
      domains.has(domainOf(entityId)) ||
      areas.has(home?.entities.get(entityId)?.areaId ?? ""),
    user: (userId) => userId !== null && users.has(userId),
  };
}

/** Parses names of the EXCLUDE setting: ids of entities or `person.*`, ids or names of areas, or domains. */
export function exclusionsNamed(names: readonly string[], home: KnownHome): readonly Exclusion[] {
  return names.map((name) => {
    const person = home?.persons.find((one) => personEntityOf(one) === name);
    if (person !== undefined) return { kind: "person", id: person.userId };
    if (name.includes(".")) return { kind: "entity", id: name };
    const areaId = [...(home?.entities.values() ?? [])].find((entity) => isAreaOf(entity, name))?.areaId ?? null;
    return areaId === null ? { kind: "domain", id: name } : { kind: "area", id: areaId };
  });
}

const isAreaOf = ({ areaId, areaName }: Entity, name: string): boolean =>
  areaId === name || areaName?.toLowerCase() === name.toLowerCase();

/** Home Assistant derives a person's entity id from the person's name. */
const personEntityOf = ({ name }: Person): string =>
  `person.${name
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")}`;
