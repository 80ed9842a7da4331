import type { Knex } from "knex";
import { z } from "zod";
import { EXCLUSION_KINDS, type Exclusion } from "../model/exclusion.ts";

const rows = z.array(z.object({ kind: z.enum(EXCLUSION_KINDS), id: z.string() }));

/** The panel's list of exclusions. */
export interface ExclusionStore {
  list(): Promise<readonly Exclusion[]>;
  replace(exclusions: readonly Exclusion[]): Promise<void>;
}

export function createExclusionStore(database: Knex): ExclusionStore {
  return {
    list: async () => rows.parse(await database("exclusions").select("kind", "id").orderBy(["kind", "id"])),
    replace: (exclusions) =>
      database.transaction(async (trx) => {
        await trx("exclusions").delete();
        if (exclusions.length > 0) await trx("exclusions").insert(exclusions.map(({ kind, id }) => ({ kind, id })));
      }),
  };
}
