import type { EntityMove, RegistryEntry } from "../../model/identity.ts";
import { domainOf } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";

/** An entity as it was in the registry at the last comparison, or when it was last there. */
export interface KnownEntity extends Pick<
  RegistryEntry,
  "registryId" | "entityId" | "platform" | "uniqueId" | "deviceId" | "originalName"
> {
  /** The registry id of the switch that it shows as another domain. */
  readonly showsId: string | null;
  /** Since when it is missing, milliseconds UTC; null if it is there. */
  readonly goneAt: number | null;
}

export interface Comparison {
  readonly moves: readonly EntityMove[];
  /** For the next comparison. */
  readonly known: readonly KnownEntity[];
}

/** Home Assistant restores a removed entity for as long (helpers/entity_registry.py, ORPHANED_ENTITY_KEEP_SECONDS). */
const REMEMBERED = 30 * DAY;

/** Domains with the states of a switch. */
const SWITCHED_ALIKE: ReadonlySet<string> = new Set(["light", "fan", "siren"]);

/**
 * Compares the registry with what was known at `seenAt`. An entity is the same if it has the same registry id; if it was
 * removed and added again with the same platform and unique id; or if it is the only one with the same device, platform
 * and original name. `seenAt` and `now` in milliseconds UTC.
 */
export function findMoves(
  known: readonly KnownEntity[],
  registry: readonly RegistryEntry[],
  { seenAt, now }: { readonly seenAt: number; readonly now: number },
): Comparison {
  const present = new Map(registry.map((entry) => [entry.entityId, entry]));
  const knownById = new Map(known.map((one) => [one.registryId, one]));
  const ids = new Set(registry.map(({ registryId }) => registryId));
  const gone = known.filter(({ registryId }) => !ids.has(registryId));
  const added = registry.filter(({ registryId }) => !knownById.has(registryId));
  const earlier = new Map<RegistryEntry, KnownEntity>();
  for (const entry of registry) {
    const same = knownById.get(entry.registryId);
    if (same !== undefined) earlier.set(entry, same);
  }
  // An id that still exists is another entity's, or the same one's.
  const replaced = gone.filter(({ entityId }) => !present.has(entityId));
  for (const [entry, same] of pairs(added, replaced)) earlier.set(entry, same);

  const renamed = [...earlier].flatMap(([{ entityId: to }, { entityId: from }]): readonly EntityMove[] =>
    from === to ? [] : [{ kind: "renamed", from, to, at: present.has(from) ? seenAt : now }],
  );
  const matched = new Set(earlier.values());
  const missing = gone
    .filter((one) => !matched.has(one))
    .map((one) => ({ ...one, goneAt: one.goneAt ?? now }))
    .filter(({ goneAt }) => goneAt > now - REMEMBERED);
  const current = registry.map((entry) => knownOf(entry, present, knownById.get(entry.registryId)));
  return {
    moves: [...renamed, ...takeovers(registry, present, knownById, now), ...handedBack(missing, registry, now)],
    known: [...current, ...missing],
  };
}

/** Pairs of an added and a removed entity that the registry proves to be the same. */
function pairs(
  added: readonly RegistryEntry[],
  gone: readonly KnownEntity[],
): readonly (readonly [RegistryEntry, KnownEntity])[] {
  const byUniqueId = uniquePairs(added, gone, uniqueKey);
  const paired = new Set<RegistryEntry | KnownEntity>(byUniqueId.flat());
  const byDevice = uniquePairs(
    added.filter((one) => !paired.has(one)),
    gone.filter((one) => !paired.has(one)),
    deviceKey,
  );
  return [...byUniqueId, ...byDevice];
}

type Identified = Pick<RegistryEntry, "entityId" | "platform" | "uniqueId" | "deviceId" | "originalName">;

const uniqueKey = ({ entityId, platform, uniqueId }: Identified): string =>
  JSON.stringify([domainOf(entityId), platform, uniqueId]);

const deviceKey = ({ entityId, platform, deviceId, originalName }: Identified): string | null =>
  deviceId === null ? null : JSON.stringify([domainOf(entityId), platform, deviceId, originalName]);

function uniquePairs(
  added: readonly RegistryEntry[],
  gone: readonly KnownEntity[],
  keyOf: (one: Identified) => string | null,
): readonly (readonly [RegistryEntry, KnownEntity])[] {
  const goneByKey = Map.groupBy(gone, keyOf);
  return [...Map.groupBy(added, keyOf)].flatMap(([key, [entry, ...others]]) => {
    const [same, ...rest] = key === null ? [] : (goneByKey.get(key) ?? []);
    if (entry === undefined || same === undefined || others.length + rest.length > 0) return [];
    return [[entry, same] as const];
  });
}

function knownOf(
  entry: RegistryEntry,
  present: ReadonlyMap<string, RegistryEntry>,
  before: KnownEntity | undefined,
): KnownEntity {
  const { registryId, entityId, platform, uniqueId, deviceId, originalName, shows } = entry;
  // A switch that was renamed just now is still shown under its old id.
  const showsId = shows === null ? null : (present.get(shows)?.registryId ?? before?.showsId ?? null);
  return { registryId, entityId, platform, uniqueId, deviceId, originalName, showsId, goneAt: null };
}

/** Switches that since the last comparison are shown as another entity, and hidden themselves. */
function takeovers(
  registry: readonly RegistryEntry[],
  present: ReadonlyMap<string, RegistryEntry>,
  knownById: ReadonlyMap<string, KnownEntity>,
  now: number,
): readonly EntityMove[] {
  return registry.flatMap(({ registryId, entityId: to, shows, createdAt }): readonly EntityMove[] => {
    const shown = shows === null ? undefined : present.get(shows);
    if (shown === undefined || !shown.isHidden || !SWITCHED_ALIKE.has(domainOf(to))) return [];
    if (knownById.get(registryId)?.showsId === shown.registryId) return [];
    return [{ kind: "taken_over", from: shown.entityId, to, at: createdAt ?? now }];
  });
}

/** Switches that are visible again, because the entity that showed them was removed. */
function handedBack(
  missing: readonly KnownEntity[],
  registry: readonly RegistryEntry[],
  now: number,
): readonly EntityMove[] {
  const byId = new Map(registry.map((entry) => [entry.registryId, entry]));
  const taken = new Set(registry.map(({ entityId }) => entityId));
  return missing.flatMap(({ entityId: from, showsId, goneAt }): readonly EntityMove[] => {
    const shown = showsId === null ? undefined : byId.get(showsId);
    if (shown === undefined || shown.isHidden || goneAt !== now || taken.has(from)) return [];
    return SWITCHED_ALIKE.has(domainOf(from)) ? [{ kind: "renamed", from, to: shown.entityId, at: now }] : [];
  });
}
