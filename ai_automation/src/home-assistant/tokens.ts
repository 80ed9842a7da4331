import { createHash } from "node:crypto";
import { z } from "zod";
import type { HomeUsers, Identified } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { HOUR, MINUTE, type Now, SECOND } from "../model/time.ts";
import type { Delays } from "./delays.ts";
import { SessionRefused } from "./errors.ts";
import { openSession, type Session, webSocketUrlOf } from "./session.ts";
import { currentUserSchema, internalUrlSchema } from "./wire.ts";

export interface TokensParts {
  /** Where the home may answer, the likeliest first. */
  readonly urls: readonly string[];
  readonly present: () => Session | undefined;
  readonly delays: Delays;
  readonly log: Log;
  readonly now: Now;
}

const KEPT_FOR = MINUTE;
const MAX_KEPT = 100;
const ANSWER_WITHIN = 10 * SECOND;
/**
 * Home Assistant notes each wrong token as a failed login from our address and may ban it (components/http/ban.py):
 * guesses must not cost us our own access.
 */
const MAX_REFUSED_PER_HOUR = 20;
const MAX_AT_ONCE = 4;

interface Kept {
  readonly identified: Identified;
  readonly until: number;
}

/** Asks the home whose token it is, by logging in with it. */
export function createTokens({ urls, present, delays, log, now }: TokensParts): Pick<HomeUsers, "userOfToken"> {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Identified>>();
  let refusals: readonly number[] = [];
  let answeredAt: string | undefined;

  const places = async (): Promise<readonly string[]> => {
    const own = await present()
      ?.call(internalUrlSchema, { type: "get_config" })
      .catch(() => undefined);
    const all = [answeredAt, ...urls, own?.internal_url?.replace(/\/+$/, "")];
    return [...new Set(all.filter((url) => url !== undefined))];
  };

  const ask = async (token: string): Promise<Identified> => {
    for (const url of await places()) {
      const identified = await askAt(url, token, delays, log);
      if (identified.outcome === "away") continue;
      answeredAt = url;
      return identified;
    }
    return { outcome: "away" };
  };

  const askAndKeep = async (key: string, token: string): Promise<Identified> => {
    const identified = await ask(token);
    if (identified.outcome === "unknown") refusals = [...refusals, now()];
    if (identified.outcome === "away") return identified;
    kept.delete(key);
    kept.set(key, { identified, until: now() + KEPT_FOR });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return identified;
  };

  return {
    userOfToken: async (token) => {
      if (!isPlausible(token, now())) return { outcome: "unknown" };
      const key = createHash("sha256").update(token).digest("base64");
      const found = kept.get(key);
      if (found !== undefined && now() < found.until) return found.identified;
      const asked = asking.get(key);
      if (asked !== undefined) return asked;
      refusals = refusals.filter((at) => now() - at < HOUR);
      const mayBeWrong = found?.identified.outcome !== "known";
      if (asking.size >= MAX_AT_ONCE || (mayBeWrong && refusals.length + asking.size >= MAX_REFUSED_PER_HOUR)) {
        log.warn({ refusals: refusals.length }, "too many tokens to check");
        return { outcome: "away" };
      }
      const answer = askAndKeep(key, token).finally(() => asking.delete(key));
      asking.set(key, answer);
      return answer;
    },
  };
}

async function askAt(url: string, token: string, delays: Delays, log: Log): Promise<Identified> {
  const address = { url, token, webSocketUrl: webSocketUrlOf(url) };
  const stop = AbortSignal.timeout(ANSWER_WITHIN);
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
    log.debug({ err: error }, "a token could not be checked");
    return { outcome: "away" };
  }
}

const claims = z.object({ iss: z.string(), exp: z.number() });

/** Home Assistant's tokens are JSON web tokens: what is none, or has expired, need not be asked about. */
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
