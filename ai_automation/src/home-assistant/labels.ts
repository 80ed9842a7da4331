import { z } from "zod";
import type { Session } from "./session.ts";
import {
  areaRegistrySchema,
  deviceRegistrySchema,
  entityRegistrySchema,
  labelRegistrySchema,
  labelSchema,
} from "./wire.ts";

/** Home Assistant makes the id from the name. */
const OWN_LABEL_ID = "ai_automation";
const OWN_LABEL = { name: "AI Automation", icon: "mdi:creation", color: "light-blue" };

type Labels = z.output<typeof labelRegistrySchema>;

/** Names of the user's labels, without the app's own. */
export async function readLabels(session: Session): Promise<readonly string[]> {
  const labels = await labelsOf(session);
  return labels.filter((label) => !isOwn(label)).map(({ name }) => name);
}

/** The ids of the app's label, which is created if missing, and of the user's label of that name, if it exists. */
export async function ensureLabels(session: Session, name: string | null): Promise<readonly string[]> {
  const existing = await labelsOf(session);
  const own = await withLooks(session, existing.find(isOwn) ?? (await createOwn(session)));
  const chosen = existing.filter((label) => label.name === name);
  return [own, ...chosen].map(({ label_id }) => label_id);
}

/** Removes the app's label once nothing has it. */
export async function removeUnusedLabel(session: Session): Promise<void> {
  const own = (await labelsOf(session)).find(isOwn);
  // With another icon it is the user's.
  if (own === undefined || own.icon !== OWN_LABEL.icon) return;
  const registries = await Promise.all([
    session.call(entityRegistrySchema, { type: "config/entity_registry/list" }),
    session.call(deviceRegistrySchema, { type: "config/device_registry/list" }),
    session.call(areaRegistrySchema, { type: "config/area_registry/list" }),
  ]);
  const isUsed = registries.some((entries) => entries.some(({ labels }) => labels?.includes(own.label_id)));
  if (!isUsed) await session.call(z.unknown(), { type: "config/label_registry/delete", label_id: own.label_id });
}

const labelsOf = (session: Session): Promise<Labels> =>
  session.call(labelRegistrySchema, { type: "config/label_registry/list" });

const isOwn = ({ label_id, name }: Labels[number]): boolean => label_id === OWN_LABEL_ID || name === OWN_LABEL.name;

const createOwn = (session: Session): Promise<Labels[number]> =>
  session.call(labelSchema, { type: "config/label_registry/create", ...OWN_LABEL });

/** Earlier versions created it without icon and color, named like its id. */
async function withLooks(session: Session, label: Labels[number]): Promise<Labels[number]> {
  if (label.name !== OWN_LABEL_ID) return label;
  return session.call(labelSchema, { type: "config/label_registry/update", label_id: label.label_id, ...OWN_LABEL });
}
