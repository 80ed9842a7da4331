import type { Cause, PersonVia } from "../../model/cause.ts";

/**
 * `voice`: the account of a cloud voice assistant, acting for a person. `service`: an account that is not a person's.
 */
export type UserKind = "person" | "voice" | "service";

export type UserKindOf = (userId: string) => UserKind;

/** The cause of a change made by a user. A service account counts as an automation without a name. */
export function causeOfUser(userId: string, kindOf: UserKindOf, via: PersonVia): Cause {
  switch (kindOf(userId)) {
    case "person":
      return { kind: "person", userId, via };
    case "voice":
      return { kind: "person", userId: null, via: "voice" };
    case "service":
      return { kind: "automation", entityId: null };
  }
}

export const personOrNull = (userId: string | null, kindOf: UserKindOf): string | null =>
  userId !== null && kindOf(userId) === "person" ? userId : null;
