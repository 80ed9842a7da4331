import { z } from "zod";
import type { Session } from "./session.ts";
import { entityRegistrySchema, labelRegistrySchema, labelSchema, type WireEntity } from "./wire.ts";

const OWN_LABEL = "ai_automation";

/** Names of the user's labels, without the app's own. */
export async function readLabels(session: Session): Promise<readonly string[]> {
  const labels = await labelsOf(session);
  return labels.filter((label) => !isOwn(label)).map(({ name }) => name);
}

/**
 * Adds the app's label to an entity, and the user's label of that name if it exists. Existing labels stay.
 * @throws if the entity does not have them afterwards
 */
export async function labelEntity(
  session: Session,
  { entity_id, labels }: WireEntity,
  name: string | null,
): Promise<void> {
  const existing = await labelsOf(session);
  const own = existing.find(isOwn) ?? (await createOwn(session));
  const chosen = existing.filter((label) => label.name === name);
  const assigned = labels ?? [];
  const missing = [own, ...chosen].map(({ label_id }) => label_id).filter((id) => !assigned.includes(id));
  if (missing.length === 0) return;
  await session.call(z.unknown(), {
    type: "config/entity_registry/update",
    entity_id,
    labels: [...assigned, ...missing],
  });
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  const after = registry.find((entry) => entry.entity_id === entity_id)?.labels ?? [];
  if (!missing.every((id) => after.includes(id))) throw new Error("the labels were not stored");
}

const labelsOf = (session: Session): Promise<z.output<typeof labelRegistrySchema>> =>
  session.call(labelRegistrySchema, { type: "config/label_registry/list" });

const isOwn = ({ label_id, name }: { readonly label_id: string; readonly name: string }): boolean =>
  label_id === OWN_LABEL || name === OWN_LABEL;

const createOwn = (session: Session): Promise<z.output<typeof labelSchema>> =>
  session.call(labelSchema, { type: "config/label_registry/create", name: OWN_LABEL });
