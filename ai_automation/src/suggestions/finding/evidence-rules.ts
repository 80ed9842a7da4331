import { isActuator } from "../../model/domains.ts";
import type { EvidenceRules } from "../../model/evidence-rules.ts";
import type { Entity } from "../../model/home.ts";
import type { NamedMachine } from "../../model/self-acting.ts";

/** Statements of the registries and of people about the history. */
export function evidenceRulesOf(entities: Iterable<Entity>, contradicted: readonly NamedMachine[]): EvidenceRules {
  const repeats = new Map<string, readonly string[]>();
  const hidden = new Set<string>();
  for (const { entityId, isMinable, repeats: sources = [] } of entities) {
    if (sources.length > 0) repeats.set(entityId, sources);
    if (!isMinable && isActuator(entityId)) hidden.add(entityId);
  }
  return { repeats, hidden, contradicted };
}

/**
 * Entities with what they repeat under the ids that those have now: Home Assistant's groups do not notice when a member is
 * renamed, and list its former id until they are changed (2026.11: components/group/entity.py).
 */
export function withCurrentRepeats(
  entities: Iterable<Entity>,
  currentIds: (entityId: string) => readonly string[],
): readonly Entity[] {
  const list = [...entities];
  const present = new Set(list.map(({ entityId }) => entityId));
  const current = (id: string): readonly string[] => (present.has(id) ? [id, ...currentIds(id)] : currentIds(id));
  return list.map((entity) => {
    if (entity.repeats === undefined) return entity;
    const repeats = new Set(entity.repeats.flatMap(current));
    repeats.delete(entity.entityId);
    return { ...entity, repeats: [...repeats] };
  });
}
