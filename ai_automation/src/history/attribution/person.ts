import type { Cause, PersonVia } from "../../model/cause.ts";
import type { Accounts } from "./accounts.ts";

/** The cause behind a user id: people act, programs automate, and the cloud account speaks for somebody. */
export function causeOfUser(userId: string, via: PersonVia, accounts: Accounts): Cause {
  if (userId === accounts.cloudId) return { kind: "person", userId: null, via: "voice" };
  if (userId === accounts.ownId || accounts.programIds.has(userId)) return { kind: "automation", entityId: null };
  return { kind: "person", userId, via };
}
