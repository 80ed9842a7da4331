import type { UserKind } from "../history/attribution/users.ts";

export interface KnownUser {
  readonly id: string;
  readonly name?: string | null | undefined;
  /** The name to log in with. */
  readonly username?: string | null | undefined;
  readonly system_generated: boolean;
}

export interface KnownPeople {
  readonly users: readonly KnownUser[];
  /** The users of persons; in a home without any, every user of its own is taken for one. */
  readonly personUserIds: readonly string[];
  /** Names of users who are no people, whatever else they are. */
  readonly serviceAccounts: readonly string[];
}

/** Alexa and Google act through the cloud as this user: components/cloud/client.py */
const CLOUD_USER = "Home Assistant Cloud";

/** Who acts on their own account, by user id. Node-RED, AppDaemon and the like act as users without a person. */
export function userKindsOf({ users, personUserIds, serviceAccounts }: KnownPeople): ReadonlyMap<string, UserKind> {
  const persons = new Set(personUserIds);
  const services = new Set(serviceAccounts.map(plain));
  const kindOf = ({ id, name, username, system_generated: isSystem }: KnownUser): UserKind => {
    if (isSystem) return name === CLOUD_USER ? "voice" : "service";
    if ([name, username].some((one) => services.has(plain(one ?? "")))) return "service";
    return persons.size === 0 || persons.has(id) ? "person" : "service";
  };
  return new Map(users.map((user) => [user.id, kindOf(user)]));
}

const plain = (name: string): string => name.trim().toLowerCase();
