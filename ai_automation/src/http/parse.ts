import { z } from "zod";
import { AppError } from "../model/errors.ts";

/** @throws AppError bad_request that names every invalid field. */
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

const faultsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`)).join("; ");

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
