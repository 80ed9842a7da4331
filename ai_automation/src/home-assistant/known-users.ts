import { z } from "zod";
import type { UserKind, UserKindOf } from "../history/attribution/users.ts";
import { SERVICE_USERS, type KeyValueStore } from "../model/key-value-store.ts";

/** The kinds of all users that the home ever reported: acts of a deleted user may still be read later. */
export interface KnownUsers {
  readonly kindOf: UserKindOf;
  /** Adds the users that the home reports now. Returns all that are known. */
  learn(reported: ReadonlyMap<string, UserKind>): Promise<ReadonlyMap<string, UserKind>>;
}

const kept = z.record(z.string(), z.enum(["voice", "service"]));

/** Only the users that are not people are stored: all others count as people. */
export function createKnownUsers(keyValues: KeyValueStore): KnownUsers {
  let known: ReadonlyMap<string, UserKind> = new Map();
  let stored: string | undefined;
  return {
    kindOf: (userId) => known.get(userId) ?? "person",
    learn: async (reported) => {
      const before: readonly (readonly [string, UserKind])[] =
        stored === undefined ? Object.entries((await keyValues.get(SERVICE_USERS, kept)) ?? {}) : [];
      known = new Map([...before, ...known, ...reported]);
      const others = Object.fromEntries([...known].filter(([, kind]) => kind !== "person"));
      const text = JSON.stringify(others);
      if (text !== stored) await keyValues.set(SERVICE_USERS, others);
      stored = text;
      return known;
    },
  };
}

/** Keeps nothing over a restart. */
export const NOTHING_KEPT: KeyValueStore = { get: async () => undefined, set: async () => undefined };
