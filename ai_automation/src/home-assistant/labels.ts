import { z } from "zod";
import type { Session } from "./session.ts";
import { labelRegistrySchema, labelSchema, type WireEntity } from "./wire.ts";

const OURS = "ai_automation";

/** Names of the labels that people made. */
export async function readLabels(session: Session): Promise<readonly string[]> {
  const labels = await labelsOf(session);
  return labels.filter((label) => !isOurs(label)).map(({ name }) => name);
}

/** Puts our label on an entity, and one that people made, next to those that it has. */
export async function labelEntity(
  session: Session,
  { entity_id, labels }: WireEntity,
  name: string | null,
): Promise<void> {
  const known = await labelsOf(session);
  const ours = known.find(isOurs) ?? (await createOurs(session));
  const chosen = known.filter((label) => label.name === name);
  const present = labels ?? [];
  const missing = [ours, ...chosen].map(({ label_id }) => label_id).filter((id) => !present.includes(id));
  if (missing.length === 0) return;
  await session.call(z.unknown(), {
    type: "config/entity_registry/update",
    entity_id,
    labels: [...present, ...missing],
  });
}

const labelsOf = (session: Session): Promise<z.output<typeof labelRegistrySchema>> =>
  session.call(labelRegistrySchema, { type: "config/label_registry/list" });

const isOurs = ({ label_id, name }: { readonly label_id: string; readonly name: string }): boolean =>
  label_id === OURS || name === OURS;

const createOurs = (session: Session): Promise<z.output<typeof labelSchema>> =>
  session.call(labelSchema, { type: "config/label_registry/create", name: OURS });
