import type { z } from "zod";

/** Remembers small things over restarts, by name. */
export interface KeptValues {
  /** Undefined where nothing of this form was kept. */
  read<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined>;
  keep(name: string, value: unknown): Promise<void>;
}
