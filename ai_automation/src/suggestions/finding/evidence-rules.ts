import { isActuator } from "../../model/domains.ts";
import type { EvidenceRules } from "../../model/evidence-rules.ts";
import type { Entity } from "../../model/home.ts";
import type { NamedMachine } from "../../model/self-acting.ts";

/** What the registries and people say about the history. */
export function evidenceRulesOf(entities: Iterable<Entity>, contradicted: readonly NamedMachine[]): EvidenceRules {
  const repeats = new Map<string, readonly string[]>();
  const hidden = new Set<string>();
  for (const { entityId, isMinable, repeats: sources = [] } of entities) {
    if (sources.length > 0) repeats.set(entityId, sources);
    if (!isMinable && isActuator(entityId)) hidden.add(entityId);
  }
  return { repeats, hidden, contradicted };
}
