import type { Knex } from "knex";
import { z } from "zod";
import type { KeyValueStore } from "../model/key-value-store.ts";

const rowSchema = z.object({ value: z.string() });

export function createKeyValueStore(database: Knex): KeyValueStore {
  return {
    get: async (name, schema) => {
      const row = rowSchema.safeParse(await database("kept_values").where({ name }).first("value"));
      return row.success ? schema.safeParse(JSON.parse(row.data.value)).data : undefined;
    },
    set: async (name, value) => {
      await database("kept_values")
        .insert({ name, value: JSON.stringify(value) })
        .onConflict("name")
        .merge();
    },
  };
}
