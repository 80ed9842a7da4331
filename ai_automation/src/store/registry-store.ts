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
  for (const one of after) {
    const row = rowOf(one);
    if (old.get(one.registryId) !== JSON.stringify(row))
      await trx("registry_entries").insert(row).onConflict("registry_id").merge();
    old.delete(one.registryId);
  }
  for (const registryId of old.keys()) await trx("registry_entries").where({ registry_id: registryId }).delete();
}

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
  for (const { batch, kind, from, to, at } of moves)
    await trx("entity_moves").insert({ batch, kind, from_id: from, to_id: to, at });
}
