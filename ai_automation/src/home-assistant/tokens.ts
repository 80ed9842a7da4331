import { createHash } from "node:crypto";
import { z } from "zod";
import type { HomeUsers, Identified } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { HOUR, MINUTE, SECOND, type Now } from "../model/time.ts";
import type { Delays } from "./delays.ts";
import { SessionRefused } from "./errors.ts";
import { openSession, webSocketUrlOf, type Session } from "./session.ts";
import { currentUserSchema, internalUrlSchema } from "./wire.ts";

export interface TokensParts {
  /** Candidate URLs of the home, most likely first. */
  readonly urls: readonly string[];
  readonly currentSession: () => Session | undefined;
  readonly delays: Delays;
  readonly log: Log;
  readonly now: Now;
}

const CACHED_FOR = MINUTE;
const MAX_CACHED = 100;
const TIMEOUT = 10 * SECOND;
/**
 * Home Assistant counts each wrong token as a failed login from this service's address and may ban that address
 * (components/http/ban.py): guessed tokens must not lock the service out.
 */
const MAX_REFUSED_PER_HOUR = 20;
const MAX_AT_ONCE = 4;

interface Cached {
  readonly identified: Identified;
  readonly until: number;
}

/** Finds the user of an access token by logging in to the home with it. */
export function createTokens({ urls, currentSession, delays, log, now }: TokensParts): Pick<HomeUsers, "userOfToken"> {
  const cache = new Map<string, Cached>();
  const pending = new Map<string, Promise<Identified>>();
  let refusals: readonly number[] = [];
  let lastUrl: string | undefined;

  const candidates = async (): Promise<readonly string[]> => {
    const config = await currentSession()
      ?.call(internalUrlSchema, { type: "get_config" })
      .catch(() => undefined);
    const all = [lastUrl, ...urls, config?.internal_url?.replace(/\/+$/, "")];
    return [...new Set(all.filter((url) => url !== undefined))];
  };

  const ask = async (token: string): Promise<Identified> => {
    for (const url of await candidates()) {
      const identified = await askAt(url, token, delays, log);
      if (identified.outcome === "away") continue;
      lastUrl = url;
      return identified;
    }
    return { outcome: "away" };
  };

  const askAndCache = async (key: string, token: string): Promise<Identified> => {
    const identified = await ask(token);
    if (identified.outcome === "unknown") refusals = [...refusals, now()];
    if (identified.outcome === "away") return identified;
    cache.delete(key);
    cache.set(key, { identified, until: now() + CACHED_FOR });
    const [oldest] = cache.keys();
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    return identified;
  };

  return {
    userOfToken: async (token) => {
      if (!isPlausible(token, now())) return { outcome: "unknown" };
      const key = createHash("sha256").update(token).digest("base64");
      const cached = cache.get(key);
      if (cached !== undefined && now() < cached.until) return cached.identified;
      const ongoing = pending.get(key);
      if (ongoing !== undefined) return ongoing;
      refusals = refusals.filter((at) => now() - at < HOUR);
      const mayBeWrong = cached?.identified.outcome !== "known";
      if (pending.size >= MAX_AT_ONCE || (mayBeWrong && refusals.length + pending.size >= MAX_REFUSED_PER_HOUR)) {
        log.warn({ refusals: refusals.length }, "too many tokens to check");
        return { outcome: "away" };
      }
      const answer = askAndCache(key, token).finally(() => pending.delete(key));
      pending.set(key, answer);
      return answer;
    },
  };
}

async function askAt(url: string, token: string, delays: Delays, log: Log): Promise<Identified> {
  const address = { url, token, webSocketUrl: webSocketUrlOf(url) };
  const stop = AbortSignal.timeout(TIMEOUT);
  try {
    const session = await openSession({ address, delays, log, stop });
    try {
      const { id, name, is_admin: isAdmin } = await session.call(currentUserSchema, { type: "auth/current_user" });
      return { outcome: "known", user: { userId: id, name: name ?? "", isAdmin } };
    } finally {
      session.close();
    }
  } catch (error) {
    if (error instanceof SessionRefused && error.state === "invalid_token") return { outcome: "unknown" };
    log.debug({ err: error }, "token could not be checked");
    return { outcome: "away" };
  }
}

const claims = z.object({ iss: z.string(), exp: z.number() });

/** Home Assistant's tokens are JSON web tokens: anything else, or an expired one, is rejected without a login attempt. */
function isPlausible(token: string, now: number): boolean {
  const [, payload] = /^eyJ[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  if (payload === undefined || token.length > 1_000) return false;
  try {
    const { exp } = claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    return exp * SECOND > now;
  } catch {
    return false;
  }
}
