import type { z } from "zod";
import { CommandFailed } from "./errors.ts";
import type { Session } from "./session.ts";
import { configEntriesSchema, userIdsSchema } from "./wire.ts";

/**
 * Ids that this instance generated at random and keeps over restarts, updates and restored backups: those of its users
 * and of its config entries. No command returns the id of the instance itself, which may not even exist
 * (helpers/instance_id.py). Both kinds are read, because the users alone can be reset by a new onboarding. Only
 * administrators may list users.
 */
export async function readInstanceIds(
  session: Session,
  user: { readonly id: string; readonly is_admin: boolean },
): Promise<readonly string[]> {
  const read = async (schema: z.ZodType<readonly string[]>, type: string): Promise<readonly string[]> => {
    try {
      return await session.call(schema, { type });
    } catch (error) {
      if (error instanceof CommandFailed) return [];
      throw error;
    }
  };
  const users = user.is_admin ? await read(userIdsSchema, "config/auth/list") : [];
  return [user.id, ...users, ...(await read(configEntriesSchema, "config_entries/get"))];
}
