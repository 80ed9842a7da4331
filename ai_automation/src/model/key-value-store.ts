import type { z } from "zod";

/** Remembers small things over restarts, by name. */
export interface KeyValueStore {
  /** Undefined where nothing of this form was kept. */
  read<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined>;
  keep(name: string, value: unknown): Promise<void>;
}

/** Since when nothing is learned, milliseconds UTC, or null. */
export const PAUSED_SINCE = "learning_paused_since";

/** Until when everything was forgotten, milliseconds UTC. */
export const FORGOTTEN_UNTIL = "history_forgotten_until";
