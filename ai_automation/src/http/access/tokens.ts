import { createHash, timingSafeEqual } from "node:crypto";
import type { HomeUsers } from "../../model/home.ts";
import { BY_TOKEN, type Caller } from "./caller.ts";

/** Whose token it is: the service's own, or that of somebody who logs in to the home. */
export type TokenCheck = (token: string) => Promise<Caller | "wrong" | "away">;

export function createTokenCheck(apiToken: string | null, users: HomeUsers): TokenCheck {
  const wanted = apiToken === null ? null : digest(apiToken);
  return async (token) => {
    if (wanted !== null && timingSafeEqual(digest(token), wanted)) return BY_TOKEN;
    const identified = await users.userOfToken(token);
    if (identified.outcome === "away") return "away";
    if (identified.outcome === "unknown") return "wrong";
    const { userId, name, isAdmin } = identified.user;
    return { access: "home_assistant", userId, name, rights: isAdmin ? "admin" : "reader" };
  };
}

/** Digests are equally long, so comparing them tells nothing of the token. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
