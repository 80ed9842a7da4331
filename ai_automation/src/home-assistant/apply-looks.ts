import { z } from "zod";
import type { Looks } from "../model/home.ts";
import { ensureLabels } from "./labels.ts";
import type { Session } from "./session.ts";
import { areaRegistrySchema, categoryRegistrySchema, entityRegistrySchema, type WireEntity } from "./wire.ts";

/**
 * Gives an automation's entity its labels, area, icon and category. What the user has set stays.
 * @throws if the entity does not have the labels afterwards
 */
export async function applyLooks(session: Session, entity: WireEntity, looks: Looks): Promise<void> {
  const labels = await ensureLabels(session, looks.label);
  const assigned = entity.labels ?? [];
  const missing = labels.filter((id) => !assigned.includes(id));
  const category = entity.categories?.automation === undefined ? await categoryFor(session, looks) : undefined;
  const changes = {
    ...(missing.length === 0 ? {} : { labels: [...assigned, ...missing] }),
    ...(looks.areaId === null || entity.area_id ? {} : { area_id: looks.areaId }),
    ...(looks.icon === null || entity.icon ? {} : { icon: looks.icon }),
    ...(category === undefined ? {} : { categories: { automation: category } }),
  };
  if (Object.keys(changes).length === 0) return;
  await session.call(z.unknown(), {
    type: "config/entity_registry/update",
    entity_id: entity.entity_id,
    ...changes,
  });
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  const after = registry.find(({ entity_id }) => entity_id === entity.entity_id)?.labels ?? [];
  if (!missing.every((id) => after.includes(id))) throw new Error("the labels were not stored");
}

/** The category named like the area, or the one that most similar automations have. */
async function categoryFor(session: Session, { areaId, similar }: Looks): Promise<string | undefined> {
  const categories = await session.call(categoryRegistrySchema, {
    type: "config/category_registry/list",
    scope: "automation",
  });
  if (categories.length === 0) return undefined;
  const areas = await session.call(areaRegistrySchema, { type: "config/area_registry/list" });
  const area = areas.find(({ area_id }) => area_id === areaId)?.name.toLowerCase();
  const named = categories.find(({ name }) => name.toLowerCase() === area);
  if (named !== undefined) return named.category_id;
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  const used = registry.flatMap(({ entity_id, categories: own }) =>
    similar.includes(entity_id) ? (own?.automation ?? []) : [],
  );
  const [most] = [...Map.groupBy(used, (id) => id)].toSorted(([, a], [, b]) => b.length - a.length);
  return categories.find(({ category_id }) => category_id === most?.[0])?.category_id;
}
