import { z } from "zod";
import type { Threshold } from "../forms.ts";
import { duration, isEntityId, threshold } from "../values.ts";

/** Keys of any trigger or condition that do not affect it; `enabled` is read beforehand. */
export const common = { alias: z.string().optional(), note: z.unknown().optional(), enabled: z.unknown().optional() };

/** The id of an entity of some domains. */
export const entityOf = (...domains: readonly string[]): z.ZodType<string> =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((id) => isEntityId(id) && domains.some((domain) => id.startsWith(`${domain}.`)));

/** A bound of a numeric state: a number, or an entity (config_validation.py, NUMERIC_STATE_THRESHOLD_SCHEMA). */
export const bound: z.ZodType<Threshold> = z.union([
  threshold,
  entityOf("input_number", "number", "sensor", "zone").transform((entityId) => ({ entityId })),
]);

/** How long a state has to last, in milliseconds; anything else is computed by a template. */
export const hold = z.union([
  duration.refine((value) => value >= 0, "a negative duration"),
  z.string().includes("{"),
  z.record(z.string(), z.unknown()),
]);
