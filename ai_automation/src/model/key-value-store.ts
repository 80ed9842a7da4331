import type { z } from "zod";

/** Small persistent values by name. */
export interface KeyValueStore {
  /** Undefined if nothing is stored or it does not match the schema. */
  get<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined>;
  set(name: string, value: unknown): Promise<void>;
}

/** When learning was paused, milliseconds UTC, or null; by earlier versions. */
export const PAUSED_SINCE = "learning_paused_since";

/** The times in which learning was paused. */
export const LEARNING_PAUSES = "learning_pauses";

/** All history before this was deleted, milliseconds UTC. */
export const FORGOTTEN_UNTIL = "history_forgotten_until";

/** Users of the home that are not people, by id, also those that were deleted since. */
export const SERVICE_USERS = "service_users";

/** Actions that look like a machine's, and that somebody said were their own. */
export const CONTRADICTED_MACHINES = "contradicted_machines";

/** Promising habits that somebody watches. */
export const WATCHED_HABITS = "watched_habits";
