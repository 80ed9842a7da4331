import { createHash } from "node:crypto";
import { z } from "zod";
import type { HomeUsers, Identified, IdentifiedByToken } from "../model/home.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { Log } from "../model/log.ts";
import { MINUTE, SECOND, type Now } from "../model/time.ts";
import type { Delays } from "./delays.ts";
import { SessionRefused } from "./errors.ts";
import { createRefusedTokens } from "./refused-tokens.ts";
import { openSession, webSocketUrlOf, type Session } from "./session.ts";
import { currentUserSchema, internalUrlSchema } from "./wire.ts";

export interface TokensParts {
  /** Candidate URLs of the home, most likely first. */
  readonly urls: readonly string[];
  /** A token that the home accepts at these URLs; null where the service has none, as behind the Supervisor's proxy. */
  readonly ownToken: string | null;
  readonly currentSession: () => Session | undefined;
  readonly delays: Delays;
  readonly log: Log;
  readonly now: Now;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
}

const CACHED_FOR = MINUTE;
const MAX_CACHED = 100;
const MAX_WAITING = 8;
const TIMEOUT = 10 * SECOND;

interface Cached {
  readonly identified: Identified;
  readonly until: number;
}

/**
 * Finds the user of an access token by logging in to the home with it, one token at a time. Home Assistant counts each
 * wrong token as a failed login of this service's address, bans the address at `login_attempts_threshold`, and resets
 * the count after a successful login (2026.11, components/http/ban.py). So a wrong token is followed by a login with
 * the service's own one, and guesses are limited where that is impossible.
 */
export function createTokens(parts: TokensParts): Pick<HomeUsers, "userOfToken"> {
  const { urls, ownToken, currentSession, delays, log, now, monotonic } = parts;
  const cache = new Map<string, Cached>();
  const pending = new Map<string, Promise<IdentifiedByToken>>();
  const queue = createSerialQueue();
  const refused = createRefusedTokens(monotonic);
  let lastUrl: string | undefined;

  const candidates = async (): Promise<readonly string[]> => {
    const config = await currentSession()
      ?.call(internalUrlSchema, { type: "get_config" })
      .catch(() => undefined);
    const all = [lastUrl, ...urls, config?.internal_url?.replace(/\/+$/, "")];
    return [...new Set(all.filter((url) => url !== undefined))];
  };

  const logIn = async (url: string, token: string): Promise<Identified> => {
    const identified = await askAt(url, token, delays, log);
    if (identified.outcome === "known") refused.reset();
    return identified;
  };

  const ask = async (token: string, client: string): Promise<Identified> => {
    for (const url of await candidates()) {
      const identified = await logIn(url, token);
      if (identified.outcome === "away") continue;
      lastUrl = url;
      if (identified.outcome === "unknown") {
        refused.add(client);
        if (ownToken !== null) await logIn(url, ownToken);
      }
      return identified;
    }
    return { outcome: "away" };
  };

  const askAndCache = async (key: string, token: string, client: string): Promise<IdentifiedByToken> => {
    const mayBeWrong = cache.get(key)?.identified.outcome !== "known";
    if (mayBeWrong && !refused.mayTry(client)) {
      log.warn({ client }, "too many wrong tokens of Home Assistant");
      return { outcome: "limited" };
    }
    const identified = await ask(token, client);
    if (identified.outcome === "away") return identified;
    cache.delete(key);
    cache.set(key, { identified, until: monotonic() + CACHED_FOR });
    const [oldest] = cache.keys();
    if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest);
    return identified;
  };

  return {
    userOfToken: async (token, client) => {
      if (!isPlausible(token, now())) return { outcome: "unknown" };
      const key = createHash("sha256").update(token).digest("base64");
      const cached = cache.get(key);
      if (cached !== undefined && monotonic() < cached.until) return cached.identified;
      const ongoing = pending.get(key);
      if (ongoing !== undefined) return ongoing;
      if (pending.size >= MAX_WAITING) return { outcome: "limited" };
      const answer = queue.run(() => askAndCache(key, token, client)).finally(() => pending.delete(key));
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
