import type { Exclusion } from "../model/exclusion.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { Excluded, Privacy } from "../model/privacy.ts";
import { createExclusionResolver, exclusionsNamed, readExclusions } from "./exclusions.ts";

/** Storage of the panel's list. */
interface ExclusionList {
  list(): Promise<readonly Exclusion[]>;
  replace(exclusions: readonly Exclusion[]): Promise<void>;
}

/** Deletes permanently. Numbers are deleted changes. */
interface Forget {
  /** How many changes `entities` would delete. */
  count(entityIds: readonly string[]): Promise<number>;
  entities(entityIds: readonly string[]): Promise<number>;
  entityBefore(entityId: string, instant: number): Promise<number>;
  person(userId: string): Promise<void>;
  everything(): Promise<number>;
}

export interface PrivacyParts {
  /** The EXCLUDE setting. */
  readonly names: readonly string[];
  readonly exclusions: ExclusionList;
  readonly forget: Forget;
  /** Deletes suggestions and findings about these entities; null for all. Deployed suggestions stay. */
  readonly forgetFindings: (entityIds: readonly string[] | null) => Promise<void>;
  /** Cancels running imports. */
  readonly endImports: () => Promise<void>;
  readonly knownEntities: () => Promise<readonly string[]>;
  readonly snapshot: () => HomeSnapshot | undefined;
  /** The ids now of the entity that once had an id. */
  readonly currentIds: (entityId: string) => readonly string[];
}

export function createPrivacy(parts: PrivacyParts): Privacy {
  const { names, exclusions, forget, forgetFindings, endImports, knownEntities, snapshot, currentIds } = parts;
  let panel: readonly Exclusion[] = [];
  let cache:
    | {
        readonly home: HomeSnapshot | undefined;
        readonly panel: readonly Exclusion[];
        readonly excluded: Excluded;
      }
    | undefined;
  const fromOptions = (): readonly Exclusion[] => exclusionsNamed(names, snapshot(), currentIds);

  const excluded = (): Excluded => {
    const home = snapshot();
    if (cache === undefined || cache.home !== home || cache.panel !== panel)
      cache = { home, panel, excluded: readExclusions([...panel, ...fromOptions()], home) };
    return cache.excluded;
  };
  const forgetEntities = async (entityIds: readonly string[]): Promise<number> => {
    if (entityIds.length === 0) return 0;
    await forgetFindings(entityIds);
    return forget.entities(entityIds);
  };
  const deleteExcluded = async (): Promise<number> => {
    const { entity } = excluded();
    for (const { kind, id } of [...panel, ...fromOptions()]) if (kind === "person") await forget.person(id);
    return forgetEntities((await knownEntities()).filter(entity));
  };

  const resolved = async (list: readonly Exclusion[]): Promise<readonly Exclusion[]> => {
    const isListed = ({ kind, id }: Exclusion): boolean => panel.some((one) => one.kind === kind && one.id === id);
    if (list.every(isListed)) return unique(list);
    const resolve = createExclusionResolver(snapshot(), new Set(await knownEntities()));
    return unique(list.map((one) => (isListed(one) ? one : resolve(one))));
  };

  return {
    read: async () => {
      panel = await exclusions.list();
      cache = undefined;
    },
    excluded,
    list: () => [
      ...fromOptions().map((one) => ({ ...one, name: nameOf(one, snapshot()), from: "options" as const })),
      ...panel.map((one) => ({ ...one, name: nameOf(one, snapshot()), from: "panel" as const })),
    ],
    replace: async (list) => {
      await exclusions.replace(await resolved(list));
      panel = await exclusions.list();
      return deleteExcluded();
    },
    preview: async (list) => {
      const wanted = await resolved(list);
      const { entity } = readExclusions([...wanted, ...fromOptions()], snapshot());
      const entityIds = (await knownEntities()).filter(entity);
      return {
        exclusions: wanted.map((one) => ({ ...one, name: nameOf(one, snapshot()), from: "panel" as const })),
        entities: entityIds.length,
        changes: await forget.count(entityIds),
      };
    },
    deleteExcluded,
    forgetEntity: (entityId) => forgetEntities([entityId]),
    forgetEntityBefore: async (entityId, instant) => {
      await forgetFindings([entityId]);
      return forget.entityBefore(entityId, instant);
    },
    forgetEverything: async () => {
      await endImports();
      const deleted = await forget.everything();
      await forgetFindings(null);
      return deleted;
    },
  };
}

const unique = (list: readonly Exclusion[]): readonly Exclusion[] => [
  ...new Map(list.map((one) => [`${one.kind} ${one.id}`, one])).values(),
];

function nameOf({ kind, id }: Exclusion, home: HomeSnapshot | undefined): string {
  const entities = [...(home?.entities.values() ?? [])];
  switch (kind) {
    case "entity":
      return home?.entities.get(id)?.name ?? id;
    case "area":
      return entities.find(({ areaId }) => areaId === id)?.areaName ?? id;
    case "person":
      return home?.persons.find(({ userId }) => userId === id)?.name ?? id;
    case "domain":
      return id;
  }
}
