import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { UserKind, UserKindOf } from "../../history/attribution/users.ts";
import { userKindOf } from "../snapshot.ts";

const authStorage = z.object({
  data: z.object({
    users: z.array(z.object({ id: z.string(), name: z.string().nullish(), system_generated: z.boolean() })),
  }),
});

/** Who the users are, where the database still lies in Home Assistant's folder; else everybody is taken for a person. */
export async function knownUsers(databasePath: string): Promise<UserKindOf> {
  const kinds = await readKinds(join(dirname(databasePath), ".storage", "auth"));
  return (userId) => kinds.get(userId) ?? "person";
}

async function readKinds(path: string): Promise<ReadonlyMap<string, UserKind>> {
  try {
    const { data } = authStorage.parse(JSON.parse(await readFile(path, "utf8")));
    return new Map(data.users.map(({ id, name, system_generated }) => [id, userKindOf(name, system_generated)]));
  } catch {
    return new Map();
  }
}
