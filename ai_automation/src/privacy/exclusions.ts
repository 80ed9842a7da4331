import { AppError, homeUnknown } from "../model/errors.ts";
import type { Exclusion } from "../model/exclusion.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { Excluded } from "../model/privacy.ts";
import { domainOf } from "../model/state-change.ts";

/** The ids now of the entity that once had an id. */
type CurrentIds = (entityId: string) => readonly string[];

/** Undefined while the home has not been read. */
type KnownHome = Pick<HomeSnapshot, "entities" | "persons"> | undefined;

/** Resolves exclusions of areas and persons to entities and users of the home. */
export function readExclusions(exclusions: readonly Exclusion[], home: KnownHome): Excluded {
  if (exclusions.length === 0) return NOTHING_EXCLUDED;
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

const NOTHING_EXCLUDED: Excluded = { entity: () => false, user: () => false };

/**
 * Parses names of the EXCLUDE setting: ids of entities or `person.*`, names of areas, people or entities, or domains. A
 * name of several excludes them all. An entity that was renamed since stays excluded under both ids.
 */
export function exclusionsNamed(
  names: readonly string[],
  home: KnownHome,
  currentIds: CurrentIds = (entityId) => [entityId],
): readonly Exclusion[] {
  return names.flatMap((name): readonly Exclusion[] => {
    if (isId(name)) return [...new Set([name, ...currentIds(name)])].map((id) => personOrEntity(id, home));
    for (const kind of ["area", "person", "entity"] as const) {
      const found = home === undefined ? [] : [...idsNamed(name, namesOf(kind, home, new Set()))];
      if (found.length > 0) return found.map((id) => (kind === "entity" ? personOrEntity(id, home) : { kind, id }));
    }
    return [{ kind: "domain", id: name }];
  });
}

const isId = (name: string): boolean => /^\S+\.\S+$/.test(name);

function personOrEntity(entityId: string, home: KnownHome): Exclusion {
  const person = home?.persons.find((one) => one.entityId === entityId);
  return person === undefined ? { kind: "entity", id: entityId } : { kind: "person", id: person.userId };
}

/** @throws AppError not_found if there is no such thing, conflict if there are several */
type ResolveExclusion = (exclusion: Exclusion) => Exclusion;

/**
 * Resolves ids, names in the home, or `person.x` for a person, in any case. `recorded` are the ids in the archive,
 * whose entities the home may no longer have. The names are read once for a whole list of exclusions.
 * @throws AppError not_ready while the home is unknown
 */
export function createExclusionResolver(home: KnownHome, recorded: ReadonlySet<string>): ResolveExclusion {
  if (home === undefined) throw homeUnknown();
  const read = new Map<Exclusion["kind"], Known>();
  const knownOf = (kind: Exclusion["kind"]): Known => {
    const known = read.get(kind) ?? indexed(namesOf(kind, home, recorded));
    read.set(kind, known);
    return known;
  };
  return ({ kind, id }) => {
    const known = knownOf(kind);
    const wanted = id.trim().toLowerCase();
    const matching = known.idsOf.get(wanted) ?? new Set();
    const [found, ...others] = matching.has(id.trim()) ? [id.trim()] : matching;
    if (found === undefined)
      throw new AppError("not_found", `exclusions: there is no ${kind} "${id}".${hint(wanted, known.named)}`, {
        told: { reason: "no_such_name", values: { name: id } },
      });
    if (others.length > 0)
      throw new AppError(
        "conflict",
        `exclusions: "${id}" is the name of several: ${[found, ...others].join(", ")}. Use one of these ids.`,
        { told: { reason: "several_names", values: { name: id } } },
      );
    return kind === "entity" ? personOrEntity(found, home) : { kind, id: found };
  };
}

interface Known {
  readonly named: readonly Named[];
  /** By name in lower case. */
  readonly idsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function indexed(named: readonly Named[]): Known {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, names } of named)
    for (const name of names) {
      const key = name.toLowerCase();
      const ids = idsOf.get(key) ?? new Set();
      idsOf.set(key, ids.add(id));
    }
  return { named, idsOf };
}

/** The ids of everything with a name, in any case. */
function idsNamed(name: string, known: readonly Named[]): ReadonlySet<string> {
  const wanted = name.trim().toLowerCase();
  return new Set(known.filter(({ names }) => names.some((one) => one.toLowerCase() === wanted)).map(({ id }) => id));
}

interface Named {
  readonly id: string;
  readonly names: readonly string[];
}

function namesOf(
  kind: Exclusion["kind"],
  home: NonNullable<KnownHome>,
  recorded: ReadonlySet<string>,
): readonly Named[] {
  const entities = [...home.entities.values()];
  const ids = new Set([...recorded, ...home.entities.keys()]);
  switch (kind) {
    case "entity":
      return [...ids].map((id) => ({ id, names: [id, home.entities.get(id)?.name ?? id] }));
    case "area":
      return entities.flatMap(({ areaId, areaName }) =>
        areaId === null ? [] : [{ id: areaId, names: [areaId, areaName ?? areaId] }],
      );
    case "domain":
      return [...new Set([...ids].map(domainOf))].map((id) => ({ id, names: [id] }));
    case "person":
      return home.persons.map(({ userId, name, entityId }) => ({
        id: userId,
        names: [userId, name, entityId ?? userId],
      }));
  }
}

/** Up to three known names that contain the text, are contained in it, or begin alike. */
function hint(wanted: string, known: readonly Named[]): string {
  const isNear = (name: string): boolean =>
    name.includes(wanted) || wanted.includes(name) || name.startsWith(wanted.slice(0, 4));
  const near = [
    ...new Set(known.map(({ names }) => names.at(1) ?? names.join()).filter((name) => isNear(name.toLowerCase()))),
  ];
  return near.length === 0 ? " Use its name or its id." : ` Did you mean ${near.slice(0, 3).join(", ")}?`;
}
