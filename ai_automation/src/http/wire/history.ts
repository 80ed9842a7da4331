import { certaintyOf, type Cause, type Context } from "../../model/cause.ts";
import { formatDay } from "../../model/clock.ts";
import type { EntityCount, StoredChange, StoredLevel } from "../../model/history-queries.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";
import {
  MAX_CHANGES,
  type EntityOverview,
  type HistorySummary,
  type Ledger,
  type Timeline,
} from "../../suggestions/showing/history-view.ts";
import type { StateText } from "../../suggestions/showing/state-text.ts";
import { usualStatesOf } from "../../suggestions/showing/usual-states.ts";
import { instant } from "./instant.ts";

export type SummaryWire = ReturnType<typeof toSummaryWire>;
export type LedgerWire = ReturnType<typeof toLedgerWire>;
export type TimelineWire = ReturnType<typeof toTimelineWire>;
export type EntityWire = ReturnType<typeof toEntitiesWire>["entities"][number];

type Home = HomeSnapshot | undefined;

/**
 * @openapi
 * components:
 *   schemas:
 *     HistorySummary:
 *       type: object
 *       properties:
 *         changes: { type: integer }
 *         entities: { type: integer }
 *         first: { type: string, format: date-time, nullable: true }
 *         last: { type: string, format: date-time, nullable: true }
 *         days: { type: number, description: Without the gaps }
 *         gaps: { type: array, items: { type: object, properties: { from: { type: string, format: date-time }, to: { type: string, format: date-time } } } }
 *         domains:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               domain: { type: string }
 *               entities: { type: integer }
 *               changes: { type: integer }
 *               causes: { $ref: "#/components/schemas/CauseCounts" }
 *         size_bytes: { type: integer }
 *         retention_days: { type: integer, description: 0 keeps everything }
 */
export const toSummaryWire = ({ counts, first, last, days, gaps, sizeBytes, retentionDays }: HistorySummary) => ({
  changes: changesOf(counts),
  entities: entitiesOf(counts),
  first: instant(first),
  last: instant(last),
  days: Math.round(10 * days) / 10,
  gaps: gaps.map(({ from, to }) => ({ from: instant(from), to: instant(to) })),
  domains: [...Map.groupBy(counts, ({ entityId }) => domainOf(entityId))].map(toDomainWire),
  size_bytes: sizeBytes,
  retention_days: retentionDays,
});

const changesOf = (counts: readonly EntityCount[]): number => counts.reduce((sum, { changes }) => sum + changes, 0);

const entitiesOf = (counts: readonly EntityCount[]): number => new Set(counts.map(({ entityId }) => entityId)).size;

/**
 * @openapi
 * components:
 *   schemas:
 *     CauseCounts: { type: object, description: State changes by kind of cause, additionalProperties: { type: integer } }
 */
function toDomainWire([domain, counts]: readonly [string, readonly EntityCount[]]) {
  const causes: Record<string, number> = {};
  for (const { cause, changes } of counts) causes[cause] = (causes[cause] ?? 0) + changes;
  return { domain, entities: entitiesOf(counts), changes: changesOf(counts), causes };
}

/**
 * @openapi
 * components:
 *   schemas:
 *     Ledger:
 *       type: object
 *       properties:
 *         day: { type: string, format: date }
 *         time_zone: { type: string }
 *         changes:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               at: { type: string, format: date-time }
 *               entity_id: { type: string }
 *               name: { type: string }
 *               state: { type: string }
 *               state_text: { type: string, description: "The state in the reader's language" }
 *               cause: { $ref: "#/components/schemas/Cause" }
 *         truncated: { type: boolean, description: Earlier changes were left out }
 */
export const toLedgerWire = ({ home, day, changes, isTruncated }: Ledger, textOf: StateText) => ({
  day: formatDay(day),
  time_zone: home.info.zone,
  changes: changes.map(({ at, entityId, state, cause }) => ({
    at: instant(at),
    entity_id: entityId,
    name: home.entities.get(entityId)?.name ?? entityId,
    state,
    state_text: textOf(entityId, state),
    cause: toCauseWire(cause, home),
  })),
  truncated: isTruncated,
});

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
 *           description: "State changes made by people, by automations and scripts, and of unknown origin"
 *           properties: { by_hand: { type: integer }, by_automation: { type: integer }, unknown: { type: integer } }
 *         is_excluded: { type: boolean }
 *         device_class: { type: string, nullable: true }
 *         states:
 *           type: array
 *           description: The states between which it usually changes; empty for things such as sensors
 *           items: { type: object, properties: { state: { type: string }, text: { type: string, description: As Home Assistant shows it } } }
 */
export function toEntitiesWire({ counts, home, isExcluded }: EntityOverview, textOf: StateText) {
  const byEntity = Map.groupBy(counts, ({ entityId }) => entityId);
  const entityIds = new Set([...byEntity.keys(), ...(home?.entities.keys() ?? [])]);
  return {
    entities: [...entityIds].sort().map((entityId) => {
      const own = byEntity.get(entityId) ?? [];
      const entity = home?.entities.get(entityId);
      const by = (context: Context): number => changesOf(own.filter((one) => one.context === context));
      return {
        entity_id: entityId,
        name: entity?.name ?? entityId,
        area: entity?.areaName ?? null,
        domain: domainOf(entityId),
        changes: changesOf(own),
        last: instant(own.length === 0 ? null : Math.max(...own.map(({ last }) => last))),
        operated: { by_hand: by("manual"), by_automation: by("automation"), unknown: by("unknown") },
        is_excluded: isExcluded(entityId),
        device_class: entity?.deviceClass ?? null,
        states: usualStatesOf(entityId).map((state) => ({ state, text: textOf(entityId, state) })),
      };
    }),
  };
}

/**
 * @openapi
 * components:
 *   schemas:
 *     Timeline:
 *       type: object
 *       properties:
 *         entity_id: { type: string }
 *         name: { type: string }
 *         changes:
 *           type: array
 *           items:
 *             type: object
 *             required: [at, state, state_text, cause]
 *             properties:
 *               at: { type: string, format: date-time }
 *               state: { type: string, nullable: true, description: Null where only levels changed }
 *               state_text: { type: string, nullable: true, description: "The state in the reader's language" }
 *               cause: { nullable: true, allOf: [{ $ref: "#/components/schemas/Cause" }] }
 *               levels: { $ref: "#/components/schemas/Levels" }
 *         truncated: { type: boolean, description: Earlier changes were left out }
 *     Levels:
 *       type: object
 *       description: "The levels that changed: percent, kelvin, the home's temperature unit, or a name"
 *       additionalProperties: { oneOf: [{ type: number }, { type: string }] }
 */
export const toTimelineWire = ({ entityId, home, changes, levels, isTruncated }: Timeline, textOf: StateText) => ({
  entity_id: entityId,
  name: home?.entities.get(entityId)?.name ?? entityId,
  changes: toTimelineChanges(changes, levels, home)
    .slice(-MAX_CHANGES)
    .map(({ state, ...row }) => ({ ...row, state, state_text: state === null ? null : textOf(entityId, state) })),
  truncated: isTruncated,
});

function toTimelineChanges(changes: readonly StoredChange[], levels: readonly StoredLevel[], home: Home) {
  const levelsAt = Map.groupBy(levels, ({ at }) => at);
  const changedAt = new Set(changes.map(({ at }) => at));
  const rows = [
    ...changes.map(({ at, state, cause }) => ({ at, state, cause: toCauseWire(cause, home) })),
    ...[...levelsAt.keys()].filter((at) => !changedAt.has(at)).map((at) => ({ at, state: null, cause: null })),
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

/**
 * @openapi
 * components:
 *   schemas:
 *     Cause:
 *       type: object
 *       properties:
 *         kind: { type: string, enum: [unknown, person, physical, automation, script, scene, echo, withheld] }
 *         by: { type: string, nullable: true, description: "The name of the person, automation, script or scene" }
 *         via: { type: string, nullable: true, enum: [app, voice, homekit, trial, null], description: "How a person acted; trial: tried out a suggestion" }
 *         certainty: { type: number, minimum: 0, maximum: 1, description: The probability of this cause; changes below 0.5 are not learned from }
 */
export const toCauseWire = (cause: Cause, home: Home) => ({
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
