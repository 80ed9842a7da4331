import type { Knex } from "knex";
import { z } from "zod";
import type { KnownEntity } from "../history/identity/find-moves.ts";
import type { LoggedMove } from "../history/identity/rename-log.ts";

const knownRows = z.array(
  z
    .object({
      registry_id: z.string(),
      entity_id: z.string(),
      platform: z.string(),
      unique_id: z.string(),
      device_id: z.string().nullable(),
      original_name: z.string().nullable(),
      shows_id: z.string().nullable(),
      gone_at: z.number().nullable(),
    })
    .transform((row): KnownEntity => ({
      registryId: row.registry_id,
      entityId: row.entity_id,
      platform: row.platform,
      uniqueId: row.unique_id,
      deviceId: row.device_id,
      originalName: row.original_name,
      showsId: row.shows_id,
      goneAt: row.gone_at,
    })),
);

const moveRows = z.array(
  z
    .object({
      batch: z.number(),
      kind: z.enum(["renamed", "taken_over"]),
      from_id: z.string(),
      to_id: z.string(),
      at: z.number(),
    })
    .transform((row): LoggedMove => ({
      batch: row.batch,
      kind: row.kind,
      from: row.from_id,
      to: row.to_id,
      at: row.at,
    })),
);

export const readKnown = async (database: Knex): Promise<readonly KnownEntity[]> =>
  knownRows.parse(await database("registry_entries").select());

/** Writes the differences only: a home has thousands of entities. */
export async function saveKnown(
  trx: Knex.Transaction,
  before: readonly KnownEntity[],
  after: readonly KnownEntity[],
): Promise<void> {
  const old = new Map(before.map((one) => [one.registryId, JSON.stringify(rowOf(one))]));
  const kept = new Set(after.map(({ registryId }) => registryId));
  const changed = after.map(rowOf).filter((row) => old.get(row.registry_id) !== JSON.stringify(row));
  for (const page of pages(changed)) await trx("registry_entries").insert(page).onConflict("registry_id").merge();
  for (const page of pages([...old.keys()].filter((registryId) => !kept.has(registryId))))
    await trx("registry_entries").whereIn("registry_id", page).delete();
}

/** SQLite takes at most 500 rows in one insert as knex writes it (SQLITE_MAX_COMPOUND_SELECT). */
const ROWS_A_PAGE = 500;

const pages = <T>(all: readonly T[]): readonly T[][] =>
  Array.from({ length: Math.ceil(all.length / ROWS_A_PAGE) }, (_, page) =>
    all.slice(page * ROWS_A_PAGE, (page + 1) * ROWS_A_PAGE),
  );

const rowOf = (one: KnownEntity) => ({
  registry_id: one.registryId,
  entity_id: one.entityId,
  platform: one.platform,
  unique_id: one.uniqueId,
  device_id: one.deviceId,
  original_name: one.originalName,
  shows_id: one.showsId,
  gone_at: one.goneAt,
});

export const readMoves = async (database: Knex): Promise<readonly LoggedMove[]> =>
  moveRows.parse(await database("entity_moves").orderBy("id"));

export async function saveMoves(trx: Knex.Transaction, moves: readonly LoggedMove[]): Promise<void> {
  const all = moves.map(({ batch, kind, from, to, at }) => ({ batch, kind, from_id: from, to_id: to, at }));
  for (const page of pages(all)) await trx("entity_moves").insert(page);
}
