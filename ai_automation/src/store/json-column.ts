import { z } from "zod";

/** A text column with JSON that matches the schema. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

export const counts = z.object({
  tp: z.number(),
  fp: z.number(),
  noop: z.number(),
  duplicates: z.number(),
  saved: z.number(),
  days: z.number(),
});
