import { dirname, join } from "node:path";
import { z } from "zod";
import type { UserKind, UserKindOf } from "../../history/attribution/users.ts";
import { userKindsOf } from "../user-kinds.ts";
import { readStorage } from "./storage-file.ts";

const authStorage = z.object({
  data: z.object({
    users: z.array(z.object({ id: z.string(), name: z.string().nullish().catch(null), system_generated: z.boolean() })),
  }),
});

const personStorage = z.object({ data: z.object({ items: z.array(z.object({ user_id: z.string().nullish() })) }) });

/**
 * Reads user kinds from Home Assistant's `.storage` next to the database; without it every user counts as a person.
 * `serviceAccounts`: names of users that are not people.
 */
export async function knownUsers(databasePath: string, serviceAccounts: readonly string[]): Promise<UserKindOf> {
  const kinds = await readKinds(join(dirname(databasePath), ".storage"), serviceAccounts);
  return (userId) => kinds.get(userId) ?? "person";
}

async function readKinds(folder: string, serviceAccounts: readonly string[]): Promise<ReadonlyMap<string, UserKind>> {
  const auth = await readStorage(authStorage, join(folder, "auth"));
  const persons = await readStorage(personStorage, join(folder, "person"));
  return userKindsOf({
    users: auth?.data.users ?? [],
    personUserIds: persons?.data.items.flatMap(({ user_id }) => user_id ?? []) ?? [],
    serviceAccounts,
  });
}
