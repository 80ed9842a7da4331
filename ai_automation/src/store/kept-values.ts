import type { Knex } from "knex";
import { z } from "zod";
import type { KeptValues } from "../model/kept-values.ts";

const rowSchema = z.object({ value: z.string() });

export function createKeptValues(database: Knex): KeptValues {
  return {
    read: async (name, schema) => {
      const row = rowSchema.safeParse(await database("kept_values").where({ name }).first("value"));
      return row.success ? schema.safeParse(JSON.parse(row.data.value)).data : undefined;
    },
    keep: async (name, value) => {
      await database("kept_values")
        .insert({ name, value: JSON.stringify(value) })
        .onConflict("name")
        .merge();
    },
  };
}
