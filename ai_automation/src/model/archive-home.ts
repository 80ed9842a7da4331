import { z } from "zod";

/** The name under which the key-value store records the home that a database belongs to. */
export const ARCHIVE_HOME = "home";

/**
 * The home that a database belongs to. `ids` are of one Home Assistant instance: two sets that share an id are of the
 * same instance.
 */
export const archiveHome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("simulated") }),
  z.object({ kind: z.literal("home_assistant"), ids: z.array(z.string()) }),
]);

/**
 * Binds the database to the instance with these ids, unless it is bound already; resolves to whether it belongs to this
 * instance. Without any id nothing is bound.
 */
export type BindHome = (ids: readonly string[]) => Promise<boolean>;
