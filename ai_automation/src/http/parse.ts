import { z } from "zod";
import { AppError } from "../model/errors.ts";
import { faultsOf } from "../model/schema-faults.ts";

/** @throws AppError bad_request that names the invalid fields. */
export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("bad_request", `The request is invalid: ${faultsOf(parsed.error)}. /docs describes the schema.`);
}

/** Parses path parameters. @throws AppError not_found: nothing can have a malformed id. */
export function parseAddress<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "not_found",
    `There is nothing at this path: ${faultsOf(parsed.error)}. /docs lists what there is.`,
  );
}

export const idParameter = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "not a positive integer")
    .transform(Number),
});

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
};
