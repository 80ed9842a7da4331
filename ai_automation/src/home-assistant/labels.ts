import { z } from "zod";
import type { Session } from "./session.ts";
import { labelRegistrySchema, labelSchema, type WireEntity } from "./wire.ts";

const LABEL = "ai_automation";

/** Puts our label on an entity, next to those that people gave it. */
export async function labelEntity(session: Session, { entity_id, labels = [] }: WireEntity): Promise<void> {
  const labelId = await labelIdOf(session);
  if (labels.includes(labelId)) return;
  await session.call(z.unknown(), { type: "config/entity_registry/update", entity_id, labels: [...labels, labelId] });
}

async function labelIdOf(session: Session): Promise<string> {
  const labels = await session.call(labelRegistrySchema, { type: "config/label_registry/list" });
  const known = labels.find(({ label_id, name }) => label_id === LABEL || name === LABEL);
  if (known !== undefined) return known.label_id;
  const created = await session.call(labelSchema, { type: "config/label_registry/create", name: LABEL });
  return created.label_id;
}
