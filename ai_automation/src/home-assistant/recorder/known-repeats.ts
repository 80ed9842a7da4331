import { dirname, join } from "node:path";
import { z } from "zod";
import { isActuator } from "../../model/domains.ts";
import type { EvidenceRules } from "../../model/evidence-rules.ts";
import { readStorage } from "./storage-file.ts";

/** The options of the helpers that repeat others: components/{group,switch_as_x,template}/config_flow.py, 2026.11. */
const options = z
  .object({
    entities: z.array(z.string()).optional().catch(undefined),
    entity_id: z.string().optional().catch(undefined),
    state: z.string().optional().catch(undefined),
    turn_on: z.unknown().optional(),
  })
  .catch({ entities: undefined, entity_id: undefined, state: undefined });

const entryStorage = z.object({
  data: z.object({ entries: z.array(z.object({ entry_id: z.string(), domain: z.string(), options })) }),
});

const flag = z.unknown().optional().transform(Boolean);

const entityStorage = z.object({
  data: z.object({
    entities: z.array(
      z.object({
        entity_id: z.string(),
        config_entry_id: z.string().nullish().catch(null),
        hidden_by: flag,
        disabled_by: flag,
        entity_category: flag,
      }),
    ),
  }),
});

/**
 * Reads what groups, wrapped switches and template entities repeat, and what is hidden, from Home Assistant's `.storage`
 * next to the database; nothing without it. Helpers in YAML are not in there.
 */
export async function knownRepeats(databasePath: string): Promise<EvidenceRules> {
  const folder = join(dirname(databasePath), ".storage");
  const entries = (await readStorage(entryStorage, join(folder, "core.config_entries")))?.data.entries ?? [];
  const entities = (await readStorage(entityStorage, join(folder, "core.entity_registry")))?.data.entities ?? [];
  const sources = new Map(entries.map((entry) => [entry.entry_id, sourcesOf(entry)]));
  const repeats = new Map<string, readonly string[]>();
  const hidden = new Set<string>();
  for (const { entity_id: entityId, config_entry_id: entry, hidden_by, disabled_by, entity_category } of entities) {
    const repeated = sources.get(entry ?? "") ?? [];
    if (repeated.length > 0) repeats.set(entityId, repeated);
    if (isActuator(entityId) && (hidden_by || disabled_by || entity_category)) hidden.add(entityId);
  }
  return { repeats, hidden, contradicted: [] };
}

type Entry = z.infer<typeof entryStorage>["data"]["entries"][number];

function sourcesOf({ domain, options: { entities = [], entity_id, state = "", turn_on } }: Entry): readonly string[] {
  switch (domain) {
    case "group":
      return entities;
    case "switch_as_x":
      return entity_id === undefined ? [] : [entity_id];
    case "template": {
      // It repeats what it reads its state from and what it switches.
      const switched = new Set(idsIn(JSON.stringify(turn_on ?? null)));
      return [...new Set(idsIn(state))].filter((one) => isActuator(one) && switched.has(one));
    }
    default:
      return [];
  }
}

const idsIn = (text: string): readonly string[] => text.match(/\b[a-z_]+\.[a-z0-9_]+\b/g) ?? [];
