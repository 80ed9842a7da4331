import type { UserKind } from "../history/attribution/users.ts";

interface KnownUser {
  readonly id: string;
  readonly name?: string | null | undefined;
  /** The login name. */
  readonly username?: string | null | undefined;
  readonly system_generated: boolean;
}

export interface KnownPeople {
  readonly users: readonly KnownUser[];
  /** Users that have a person entity; if there are none, every user that is not system-generated counts as a person. */
  readonly personUserIds: readonly string[];
  /** Names of users that are not people, even if they have a person entity. */
  readonly serviceAccounts: readonly string[];
}

/** Alexa and Google act through the cloud as this user: components/cloud/client.py */
const CLOUD_USER = "Home Assistant Cloud";

/** User id to kind. Node-RED, AppDaemon and similar services act as users without a person entity. */
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
