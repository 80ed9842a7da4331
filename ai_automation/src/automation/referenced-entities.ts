import { entitiesOfCondition } from "./entities-of-plan.ts";
import type { ConditionPlan } from "./plan.ts";
import { readIds } from "./read/entity-ids.ts";
import { isTemplate } from "./read/service-meaning.ts";
import { isEntityId, isRecord, listOf, recordIn } from "./values.ts";

/**
 * Every entity that a config names, whether or not it is understood: in targets, lists, templates, scenes and calls of
 * scripts. Without parts that are off, and without scenes that it creates itself.
 */
export function referencedEntities(config: unknown): readonly string[] {
  const created = new Set(createdScenes(config));
  return [...new Set(namedIn(config))].filter((entityId) => !created.has(entityId));
}

/** Keys whose values are entity ids. */
const ENTITY_KEYS: ReadonlySet<string> = new Set([
  "entity_id",
  "zone",
  "scene",
  "above",
  "below",
  "at",
  "snapshot_entities",
]);

function namedIn(value: unknown): readonly string[] {
  if (typeof value === "string") return isTemplate(value) ? namedInTemplate(value) : [];
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (!isRecord(value) || value.enabled === false) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (ENTITY_KEYS.has(key)) return [...readIds(part).ids.filter(isEntityId), ...namedIn(part)];
    if (key === "entities") return [...entitiesOfScene(part), ...namedIn(part)];
    if (key === "action" || key === "service") return [...scriptNamedBy(part), ...namedIn(part)];
    return namedIn(part);
  });
}

const entitiesOfScene = (entities: unknown): readonly string[] =>
  (isRecord(entities) ? Object.keys(entities) : readIds(entities).ids).filter(isEntityId);

const SCRIPT_SERVICES: ReadonlySet<unknown> = new Set([
  "script.turn_on",
  "script.turn_off",
  "script.toggle",
  "script.reload",
]);

const scriptNamedBy = (name: unknown): readonly string[] =>
  typeof name === "string" && /^script\.\w+$/.test(name) && !SCRIPT_SERVICES.has(name) ? [name] : [];

/** Functions of Home Assistant's templates whose first argument is an entity (helpers/template). */
const FUNCTIONS = /\b(?:states|is_state|state_attr|is_state_attr|has_value|expand)\(\s*(['"])([a-z\d_]+\.[a-z\d_]+)\1/g;

const namedInTemplate = (template: string): readonly string[] =>
  [...template.matchAll(FUNCTIONS)].map((match) => match[2] ?? "").filter(isEntityId);

function createdScenes(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(createdScenes);
  if (!isRecord(value)) return [];
  const isCreation = value.action === "scene.create" || value.service === "scene.create";
  const ids = isCreation ? listOf(recordIn(value.data).scene_id).map((id) => `scene.${String(id)}`) : [];
  return [...ids, ...Object.values(value).flatMap(createdScenes)];
}

/**
 * The missing entities because of which an automation never runs: a condition on one is an error, which `not` does not
 * turn into true (helpers/condition.py). Within `or` the other conditions may still hold.
 */
export function blockingEntities(
  conditions: readonly ConditionPlan[],
  isMissing: (entityId: string) => boolean,
): readonly string[] {
  return [...new Set(conditions.flatMap((condition) => blockedBy(condition, isMissing)))];
}

function blockedBy(condition: ConditionPlan, isMissing: (entityId: string) => boolean): readonly string[] {
  const { kind } = condition;
  if (kind === "and") return condition.conditions.flatMap((inner) => blockedBy(inner, isMissing));
  if (kind === "not")
    return condition.conditions.flatMap((inner) => ("conditions" in inner ? [] : blockedBy(inner, isMissing)));
  if (kind === "or") {
    const blocked = condition.conditions.map((inner) => blockedBy(inner, isMissing));
    return blocked.every(({ length }) => length > 0) ? blocked.flat() : [];
  }
  const isAsked = ASKED.has(kind) && !(kind === "state" && condition.missing === "unknown");
  return isAsked ? entitiesOfCondition(condition).filter(isMissing) : [];
}

/** Kinds for which a missing entity is an error. */
const ASKED: ReadonlySet<ConditionPlan["kind"]> = new Set(["state", "numeric_state", "numeric_of", "time_of"]);
