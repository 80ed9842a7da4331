import type { HomeUser, HomeUsers, Identified } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { MINUTE, SECOND, type Now } from "../model/time.ts";
import type { Session } from "./session.ts";
import { accountsSchema } from "./wire.ts";

export interface UsersParts {
  readonly currentSession: () => Session | undefined;
  readonly log: Log;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
}

const MAX_AGE = MINUTE;
/** For ids that are not listed: a new user is found soon, and unknown ids cannot flood Home Assistant with requests. */
const MAX_AGE_FOR_UNKNOWN = 5 * SECOND;
const ADMINISTRATORS = "system-admin";

interface Listing {
  readonly readAt: number;
  readonly users: ReadonlyMap<string, HomeUser>;
}

/** Looks users up in the list that Home Assistant returns to administrators. */
export function createUsers({ currentSession, log, monotonic }: UsersParts): Pick<HomeUsers, "userOf"> {
  let listing: Listing | undefined;
  let reading: Promise<Listing | undefined> | undefined;

  const read = async (): Promise<Listing | undefined> => {
    const session = currentSession();
    if (session === undefined) return undefined;
    try {
      const accounts = await session.call(accountsSchema, { type: "config/auth/list" });
      listing = {
        readAt: monotonic(),
        users: new Map(accounts.filter(isActive).map((account) => [account.id, userOf(account)])),
      };
      return listing;
    } catch (error) {
      log.warn({ err: error }, "users could not be listed");
      return undefined;
    }
  };
  const readOnce = (): Promise<Listing | undefined> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const notOlderThan = async (milliseconds: number): Promise<Listing | undefined> =>
    listing !== undefined && monotonic() - listing.readAt < milliseconds ? listing : readOnce();

  return {
    userOf: async (userId): Promise<Identified> => {
      const listed = (await notOlderThan(MAX_AGE))?.users.get(userId);
      if (listed !== undefined) return { outcome: "known", user: listed };
      const newest = await notOlderThan(MAX_AGE_FOR_UNKNOWN);
      if (newest === undefined) return { outcome: "away" };
      const user = newest.users.get(userId);
      return user === undefined ? { outcome: "unknown" } : { outcome: "known", user };
    },
  };
}

type Account = (typeof accountsSchema)["_output"][number];

const isActive = ({ is_active }: Account): boolean => is_active;

const userOf = ({ id, name, is_owner, group_ids }: Account): HomeUser => ({
  userId: id,
  name: name ?? "",
  isAdmin: is_owner || group_ids.includes(ADMINISTRATORS),
});
