import { createHash, timingSafeEqual } from "node:crypto";
import type { HomeUsers } from "../../model/home.ts";
import { BY_TOKEN, type Caller } from "./caller.ts";

/** Identifies the owner of a token: the service's own, or that of a Home Assistant user. */
export type TokenCheck = (token: string, client: string) => Promise<Caller | "wrong" | "away" | "limited">;

export function createTokenCheck(apiToken: string | null, users: HomeUsers): TokenCheck {
  const expected = apiToken === null ? null : digest(apiToken);
  return async (token, client) => {
    if (expected !== null && timingSafeEqual(digest(token), expected)) return BY_TOKEN;
    const identified = await users.userOfToken(token, client);
    if (identified.outcome === "away" || identified.outcome === "limited") return identified.outcome;
    if (identified.outcome === "unknown") return "wrong";
    const { userId, name, isAdmin } = identified.user;
    return { access: "home_assistant", userId, name, rights: isAdmin ? "admin" : "reader" };
  };
}

/** Digests have equal length, so the comparison reveals nothing about the token. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
