import { z } from "zod";
import { ERROR_REASONS, type ErrorCause } from "../model/errors.ts";
import type { Suggestion } from "../model/suggestion.ts";

const stored = z.object({
  message: z.string(),
  cause: z.object({ reason: z.enum(ERROR_REASONS), values: z.record(z.string(), z.string()).optional() }),
});

/** A refusal with its cause as JSON, one without as its text, as in earlier versions. */
export const refusalColumn = (refusal: string | null, cause: ErrorCause | undefined): string | null =>
  refusal === null || cause === undefined ? refusal : JSON.stringify({ message: refusal, cause });

export function refusalOf(column: string | null): Pick<Suggestion, "refusal" | "refusalCause"> {
  const read = column?.startsWith("{") === true ? stored.safeParse(parsed(column)) : undefined;
  if (read?.success !== true) return { refusal: column };
  const { message, cause } = read.data;
  const { reason, values } = cause;
  return { refusal: message, refusalCause: values === undefined ? { reason } : { reason, values } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
