import { z } from "zod";
import { AppError } from "../model/errors.ts";

/** @throws AppError bad_request naming every field at fault. */
export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("bad_request", `The request is not valid: ${faultsOf(parsed.error)}.`);
}

/** @throws AppError not_found: what cannot be an id is the id of nothing. */
export function parseAddress<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("not_found", `There is no such address: ${faultsOf(parsed.error)}.`);
}

const faultsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`)).join("; ");

export const idParameter = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "not a number above zero")
    .transform(Number),
});

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
};
