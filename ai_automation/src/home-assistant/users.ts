import type { HomeUser, HomeUsers, Identified } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { MINUTE, type Now, SECOND } from "../model/time.ts";
import type { Session } from "./session.ts";
import { accountsSchema } from "./wire.ts";

export interface UsersParts {
  readonly present: () => Session | undefined;
  readonly log: Log;
  readonly now: Now;
}

const KEPT_FOR = MINUTE;
/** Somebody who was just added is found, and strangers do not make the home list its users at will. */
const KEPT_FOR_STRANGERS = 5 * SECOND;
const ADMINISTRATORS = "system-admin";

interface Listing {
  readonly readAt: number;
  readonly users: ReadonlyMap<string, HomeUser>;
}

/** Who may do what, as the home lists it to administrators. */
export function createUsers({ present, log, now }: UsersParts): Pick<HomeUsers, "userOf"> {
  let listing: Listing | undefined;
  let reading: Promise<Listing | undefined> | undefined;

  const read = async (): Promise<Listing | undefined> => {
    const session = present();
    if (session === undefined) return undefined;
    try {
      const accounts = await session.call(accountsSchema, { type: "config/auth/list" });
      listing = {
        readAt: now(),
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
    listing !== undefined && now() - listing.readAt < milliseconds ? listing : readOnce();

  return {
    userOf: async (userId): Promise<Identified> => {
      const known = (await notOlderThan(KEPT_FOR))?.users.get(userId);
      if (known !== undefined) return { outcome: "known", user: known };
      const newest = await notOlderThan(KEPT_FOR_STRANGERS);
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
