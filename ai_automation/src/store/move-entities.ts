import { setImmediate } from "node:timers/promises";
import type { Knex } from "knex";
import { z } from "zod";
import { createRenamer, mentionsIn, type Renamer } from "../automation/edit/renamed.ts";
import { automationYaml } from "../automation/write/yaml.ts";
import { automationConfig } from "../model/automation.ts";
import type { EntityMove } from "../model/identity.ts";
import { CONTRADICTED_MACHINES, WATCHED_HABITS } from "../model/key-value-store.ts";

export interface StoreMoves {
  /** New ids by old ones, all at once: ids may be swapped. */
  readonly ids: ReadonlyMap<string, string>;
  readonly moves: readonly EntityMove[];
}

/**
 * Puts the new ids into everything that the store has about the entities, except for what people wrote themselves
 * (`user_feedback`). The decisions' journal is written from these tables.
 */
export async function moveStored(trx: Knex.Transaction, { ids, moves }: StoreMoves): Promise<void> {
  const rename = createRenamer(ids);
  for (const naming of NAMING) await moveNamed(trx, naming, ids, rename);
  await moveExclusions(trx, ids, moves);
  await moveForgotten(trx, ids);
}

/** Rows per step: a suggestion has tens of kilobytes. Between steps the process does other work. */
const STEP = 10;

async function moveNamed(
  trx: Knex.Transaction,
  { table, key, text = [], json = [], where = {} }: Naming,
  ids: ReadonlyMap<string, string>,
  rename: Renamer,
): Promise<void> {
  const columns = [...text, ...json];
  const keys: readonly (string | number)[] = await trx(table).where(where).pluck(key);
  for (let start = 0; start < keys.length; start += STEP) {
    const page = trx(table).whereIn(key, keys.slice(start, start + STEP));
    for (const row of rows.parse(await page.select(key, ...columns))) {
      if (!columns.some((column) => isMentioned(row[column], ids))) continue;
      const renamed = Object.fromEntries([
        ...text.map((column) => [column, rename(row[column])] as const),
        ...json.map((column) => [column, inJson(row[column], rename)] as const),
      ]);
      await trx(table)
        .where({ [key]: row[key] })
        .update({ ...renamed, ...(table === "suggestions" ? yamlOf(renamed.automation) : {}) });
    }
    await setImmediate();
  }
}

const rows = z.array(z.record(z.string(), z.unknown()));

interface Naming {
  readonly table: string;
  readonly key: string;
  readonly text?: readonly string[];
  readonly json?: readonly string[];
  readonly where?: Readonly<Record<string, string>>;
}

/** Every column that may name an entity. */
const NAMING: readonly Naming[] = [
  { table: "patterns", key: "id", text: ["device_id"], json: ["metadata"] },
  {
    table: "suggestions",
    key: "id",
    text: ["title", "description", "automation_yaml", "refusal"],
    json: ["trigger", "targets", "automation", "evidence", "replay", "alternatives", "watch", "fix"],
  },
  { table: "lifecycle_events", key: "id", json: ["detail"] },
  { table: "analyses", key: "id", json: ["obstacle", "near_misses", "self_acting"] },
  { table: "kept_values", key: "name", json: ["value"], where: { name: "better_words" } },
  { table: "kept_values", key: "name", json: ["value"], where: { name: CONTRADICTED_MACHINES } },
  { table: "kept_values", key: "name", json: ["value"], where: { name: WATCHED_HABITS } },
];

const isMentioned = (value: unknown, ids: ReadonlyMap<string, string>): boolean =>
  typeof value === "string" && mentionsIn(value, ids);

function inJson(text: unknown, rename: Renamer): string | null {
  return typeof text === "string" ? JSON.stringify(rename(JSON.parse(text))) : null;
}

/** Undefined for rows that another program wrote, which have only the text. */
function yamlOf(automation: unknown): { readonly automation_yaml?: string } {
  if (typeof automation !== "string") return {};
  const config = automationConfig.safeParse(JSON.parse(automation));
  return config.success ? { automation_yaml: automationYaml(config.data) } : {};
}

/** An excluded entity stays excluded; a switch that is shown as a light stays excluded with it. */
async function moveExclusions(
  trx: Knex.Transaction,
  ids: ReadonlyMap<string, string>,
  moves: readonly EntityMove[],
): Promise<void> {
  const excluded: readonly string[] = await trx("exclusions").where({ kind: "entity" }).pluck("id");
  const moved = excluded.filter((id) => ids.has(id));
  if (moved.length === 0) return;
  const hidden = new Set(moves.filter(({ kind }) => kind === "taken_over").map(({ from }) => from));
  await trx("exclusions")
    .where({ kind: "entity" })
    .whereIn(
      "id",
      moved.filter((id) => !hidden.has(id)),
    )
    .delete();
  for (const id of moved)
    await trx("exclusions")
      .insert({ kind: "entity", id: ids.get(id) })
      .onConflict(["kind", "id"])
      .ignore();
}

const forgottenRows = z.array(z.object({ entity_id: z.string(), until: z.number() }));

async function moveForgotten(trx: Knex.Transaction, ids: ReadonlyMap<string, string>): Promise<void> {
  const rows = forgottenRows.parse(await trx("forgotten_until").select());
  const moved = rows.filter(({ entity_id }) => ids.has(entity_id));
  await trx("forgotten_until")
    .whereIn(
      "entity_id",
      moved.map(({ entity_id }) => entity_id),
    )
    .delete();
  for (const { entity_id, until } of moved)
    await trx("forgotten_until")
      .insert({ entity_id: ids.get(entity_id), until })
      .onConflict("entity_id")
      .merge();
}
