import type { Cause, PersonVia } from "../../model/cause.ts";

/** People act on their own account, voice assistants in the cloud act for people, services act for nobody. */
export type UserKind = "person" | "voice" | "service";

export type UserKindOf = (userId: string) => UserKind;

/** What a user of Home Assistant caused; a service is taken for an automation that nobody can name. */
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
