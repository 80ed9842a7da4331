import type { EntityCount, StoredChange, StoredLevel } from "../../model/history-queries.ts";
import { type Cause, certaintyOf, type Context } from "../../model/cause.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";
import { instant } from "../wire.ts";

type Home = HomeSnapshot | undefined;

/**
 * @openapi
 * components:
 *   schemas:
 *     Cause:
 *       type: object
 *       properties:
 *         kind: { type: string, enum: [unknown, person, physical, automation, script, scene, echo, withheld] }
 *         by: { type: string, nullable: true, description: "Who or what, as the home calls it" }
 *         via: { type: string, nullable: true, enum: [app, voice, homekit, null], description: By which way a person acted }
 *         certainty: { type: number, minimum: 0, maximum: 1, description: How sure that is; below a half it teaches nothing }
 */
export const causeWire = (cause: Cause, home: Home) => ({
  kind: cause.kind,
  by: actorOf(cause, home),
  via: cause.kind === "person" ? cause.via : null,
  certainty: certaintyOf(cause),
});

function actorOf(cause: Cause, home: Home): string | null {
  switch (cause.kind) {
    case "person":
      return home?.persons.find(({ userId }) => userId === cause.userId)?.name ?? null;
    case "automation":
      return home?.automations.find(({ entityId }) => entityId === cause.entityId)?.name ?? cause.entityId;
    case "script":
    case "scene":
      return home?.entities.get(cause.entityId ?? "")?.name ?? cause.entityId;
    case "physical":
    case "echo":
    case "unknown":
    case "withheld":
      return null;
  }
}

/**
 * @openapi
 * components:
 *   schemas:
 *     KnownEntity:
 *       type: object
 *       properties:
 *         entity_id: { type: string }
 *         name: { type: string }
 *         area: { type: string, nullable: true }
 *         domain: { type: string }
 *         changes: { type: integer }
 *         last: { type: string, format: date-time, nullable: true }
 *         operated:
 *           type: object
 *           description: How often it changed by people, by automations and scripts, and by what cannot be told
 *           properties: { by_hand: { type: integer }, by_automation: { type: integer }, unknown: { type: integer } }
 *         is_excluded: { type: boolean }
 */
export function entitiesWire(counts: readonly EntityCount[], home: Home, isExcluded: (entityId: string) => boolean) {
  const byEntity = Map.groupBy(counts, ({ entityId }) => entityId);
  const known = new Set([...byEntity.keys(), ...(home?.entities.keys() ?? [])]);
  return [...known].sort().map((entityId) => {
    const own = byEntity.get(entityId) ?? [];
    const entity = home?.entities.get(entityId);
    const by = (context: Context): number =>
      own.filter((one) => one.context === context).reduce((sum, { changes }) => sum + changes, 0);
    return {
      entity_id: entityId,
      name: entity?.name ?? entityId,
      area: entity?.areaName ?? null,
      domain: domainOf(entityId),
      changes: own.reduce((sum, { changes }) => sum + changes, 0),
      last: instant(own.length === 0 ? null : Math.max(...own.map(({ last }) => last))),
      operated: { by_hand: by("manual"), by_automation: by("automation"), unknown: by("unknown") },
      is_excluded: isExcluded(entityId),
    };
  });
}

/** Counts by domain, each with how often its entities changed by which cause. */
export function domainsWire(counts: readonly EntityCount[]) {
  return [...Map.groupBy(counts, ({ entityId }) => domainOf(entityId))].map(([domain, own]) => {
    const causes: Record<string, number> = {};
    for (const { cause, changes } of own) causes[cause] = (causes[cause] ?? 0) + changes;
    return {
      domain,
      entities: new Set(own.map(({ entityId }) => entityId)).size,
      changes: own.reduce((sum, { changes }) => sum + changes, 0),
      causes,
    };
  });
}

/** The changes of an entity; where its levels changed without its state, with the state it was in. */
export function timelineWire(changes: readonly StoredChange[], levels: readonly StoredLevel[], home: Home) {
  const levelsAt = Map.groupBy(levels, ({ at }) => at);
  const told = new Set(changes.map(({ at }) => at));
  const rows = [
    ...changes.map(({ at, state, cause }) => ({ at, state, cause: causeWire(cause, home) })),
    ...[...levelsAt.keys()].filter((at) => !told.has(at)).map((at) => ({ at, state: null, cause: null })),
  ].sort((a, b) => a.at - b.at);
  return rows.map(({ at, ...row }) => {
    const own = levelsAt.get(at);
    return {
      at: instant(at),
      ...row,
      ...(own === undefined ? {} : { levels: Object.fromEntries(own.map(({ kind, value }) => [kind, value])) }),
    };
  });
}
