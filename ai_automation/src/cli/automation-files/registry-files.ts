import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { References } from "../../automation/read/references.ts";

type Registries = Pick<References, "entities" | "devices" | "areas">;

const texts = z.array(z.string()).nullish().catch(null);
const text = z.string().nullish().catch(null);

const entitySchema = z.object({
  data: z.object({
    entities: z.array(
      z.object({
        entity_id: z.string(),
        id: text,
        area_id: text,
        device_id: text,
        labels: texts,
        hidden_by: z.unknown().optional().transform(Boolean),
        entity_category: z.unknown().optional().transform(Boolean),
      }),
    ),
  }),
});

const deviceSchema = z.object({
  data: z.object({
    devices: z.array(z.object({ id: z.string(), area_id: text, parent_device_id: text, labels: texts })),
  }),
});

const areaSchema = z.object({
  data: z.object({ areas: z.array(z.object({ id: z.string(), floor_id: text, labels: texts })) }),
});

/** The registries that Home Assistant stores in the folder `.storage` beside its configuration, if they are there. */
export async function readRegistries(folder: string): Promise<Registries> {
  const [entities, devices, areas] = await Promise.all([
    readJson(folder, "core.entity_registry", entitySchema),
    readJson(folder, "core.device_registry", deviceSchema),
    readJson(folder, "core.area_registry", areaSchema),
  ]);
  return {
    entities: (entities?.data.entities ?? []).map((entry) => ({
      entityId: entry.entity_id,
      registryId: entry.id ?? null,
      areaId: entry.area_id || null,
      deviceId: entry.device_id || null,
      labels: entry.labels ?? [],
      isHidden: entry.hidden_by,
      hasCategory: entry.entity_category,
    })),
    devices: (devices?.data.devices ?? []).map(({ id, area_id, parent_device_id, labels }) => ({
      id,
      areaId: area_id || null,
      parentId: parent_device_id || null,
      labels: labels ?? [],
    })),
    areas: (areas?.data.areas ?? []).map(({ id, floor_id, labels }) => ({
      id,
      floorId: floor_id || null,
      labels: labels ?? [],
    })),
  };
}

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(join(folder, ".storage", name), "utf8"))).data;
  } catch {
    return undefined;
  }
}
