import { z } from "zod";

export const NO_ATTRIBUTES = {} as const;

const attributesSchema = z.record(z.string(), z.unknown());

/** Unreadable attributes count as empty: the row's state may still be valid. */
export function attributesIn(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return NO_ATTRIBUTES;
  try {
    return attributesSchema.parse(JSON.parse(text));
  } catch {
    return NO_ATTRIBUTES;
  }
}
