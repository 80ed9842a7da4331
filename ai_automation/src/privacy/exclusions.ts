import type { Exclusion } from "../model/exclusion.ts";
import type { Entity, HomeSnapshot, Person } from "../model/home.ts";
import type { Excluded } from "../model/privacy.ts";
import { domainOf } from "../model/state-change.ts";

type Known = Pick<HomeSnapshot, "entities" | "persons"> | undefined;

/** Answers by the exclusions, and by the areas and persons of the home as far as it is known. */
export function readExclusions(exclusions: readonly Exclusion[], home: Known): Excluded {
  const of = (kind: Exclusion["kind"]): ReadonlySet<string> =>
    new Set(exclusions.filter((one) => one.kind === kind).map(({ id }) => id));
  const [entities, areas, domains, users] = [of("entity"), of("area"), of("domain"), of("person")];
  const persons = (home?.persons ?? []).filter(({ userId }) => users.has(userId));
  const own = new Set(persons.map(personEntityOf));
  return {
    entity: (entityId) =>
      entities.has(entityId) ||
      own.has(entityId) ||
      domains.has(domainOf(entityId)) ||
      areas.has(home?.entities.get(entityId)?.areaId ?? ""),
    user: (userId) => userId !== null && users.has(userId),
  };
}

/** What the EXCLUDE setting names: an entity or `person.*` by its id, an area by its id or name, or a domain. */
export function exclusionsNamed(names: readonly string[], home: Known): readonly Exclusion[] {
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

/** Home Assistant names a person's entity after the person. */
const personEntityOf = ({ name }: Person): string =>
  `person.${name
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")}`;
