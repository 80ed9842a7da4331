import type { Request, RequestHandler, Response } from "express";
import { AppError } from "../../model/errors.ts";
import type { HomeUsers } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { SECOND, type Now } from "../../model/time.ts";
import { OPEN, whyNot, type Caller } from "./caller.ts";
import { addressOf, clientOf } from "./client-address.ts";
import { createFailedTries } from "./failed-tries.ts";
import { identifyIngressUser, ingressPathOf } from "./ingress.ts";
import { refuseForeignHosts, refuseForeignPages, refuseOtherSites } from "./origins.ts";
import { createSessions, sessionOf } from "./sessions.ts";
import { createTokenCheck } from "./tokens.ts";

export interface AccessOptions {
  /** Null opens the port to this machine without a token. */
  readonly apiToken: string | null;
  /** The service generated the token, so the panel shows it to administrators. */
  readonly isTokenGenerated: boolean;
  readonly sessionKey: Buffer;
  /** Requests from this address come through Home Assistant's ingress; null without ingress. */
  readonly supervisorAddress: string | null;
  /** The address the port is bound to. */
  readonly host: string;
  readonly corsOrigins: readonly string[];
  readonly users: HomeUsers;
  readonly now: Now;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
  readonly log: Log;
}

export interface Access {
  /** Identifies the caller and rejects those who may not read. */
  readonly identify: RequestHandler;
  /** Rejects changes by callers who are not administrators. */
  readonly guardChanges: RequestHandler;
  /** Undefined before `identify`. */
  callerOf(request: object): Caller | undefined;
  /** The generated token for administrators inside Home Assistant; null for everybody else. */
  tokenFor(caller: Caller): string | null;
  /** Checks a token; slows down guessing. @throws AppError unauthorized, too_many_tries, not_ready */
  admit(request: Request, response: Response, token: string): Promise<Caller>;
  /** The cookie value for a token. */
  sealSession(token: string): string;
  /** The path for the service's cookies: the ingress path, or the whole port. */
  cookiePathOf(request: Request): string;
  refuseForeignPages(request: Request): void;
}

const WITHOUT_CHANGE = new Set(["GET", "HEAD", "OPTIONS"]);
/** A POST only for its body; it stores nothing. */
const REPLAY = /^\/api\/suggestions\/\d+\/replay$/;

export function createAccess(options: AccessOptions): Access {
  const { apiToken, supervisorAddress, corsOrigins, users, now, monotonic, log } = options;
  const callers = new WeakMap<object, Caller>();
  const check = createTokenCheck(apiToken, users);
  const tries = createFailedTries(monotonic);
  const sessions = createSessions(options.sessionKey, now);

  const userOf = async (token: string, address: string): Promise<Caller | "wrong"> => {
    const caller = await check(token, clientOf(address));
    if (caller === "away") throw new AppError("not_ready", AWAY);
    if (caller === "limited") throw new AppError("too_many_tries", LIMITED);
    return caller;
  };

  const admit = async (request: Request, response: Response, token: string): Promise<Caller> => {
    const address = addressOf(request);
    const wait = Math.ceil(tries.waitOf(address) / SECOND);
    if (wait > 0) {
      response.set("Retry-After", String(wait));
      throw new AppError("too_many_tries", `Too many wrong tokens came from your address: try again in ${wait} s.`);
    }
    const caller = await userOf(token, address);
    if (caller !== "wrong") {
      tries.succeeded(address);
      return caller;
    }
    tries.failed(address);
    log.warn({ address }, "wrong token");
    throw unauthorized(response);
  };

  const isIngress = (request: Request): boolean => ingressPathOf(request, supervisorAddress) !== undefined;

  const bySession = async (request: Request): Promise<Caller | undefined> => {
    const token = sessions.open(sessionOf(request) ?? "");
    if (token === undefined) return undefined;
    if (isChange(request)) refuseForeignPages(request, corsOrigins);
    const caller = await userOf(token, addressOf(request));
    return caller === "wrong" ? undefined : caller;
  };

  const callerFrom = async (request: Request, response: Response): Promise<Caller> => {
    if (isIngress(request)) {
      if (isChange(request)) refuseOtherSites(request);
      return identifyIngressUser(request, users);
    }
    if (apiToken === null) {
      refuseForeignHosts(request, options.host);
      refuseForeignPages(request, corsOrigins);
      return OPEN;
    }
    const bearer = /^Bearer +(\S+)$/i.exec(request.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) return admit(request, response, bearer);
    const caller = await bySession(request);
    if (caller === undefined) throw unauthorized(response);
    return caller;
  };

  return {
    identify: async (request, response, next) => {
      callers.set(request, await callerFrom(request, response));
      next();
    },
    guardChanges: (request, _response, next) => {
      const caller = callers.get(request);
      if (isChange(request) && caller?.rights !== "admin") throw refusal(caller);
      next();
    },
    callerOf: (request) => callers.get(request),
    tokenFor: ({ access, rights }) =>
      options.isTokenGenerated && access === "ingress" && rights === "admin" ? apiToken : null,
    admit,
    sealSession: (token) => sessions.seal(token),
    cookiePathOf: (request) => `${ingressPathOf(request, supervisorAddress) ?? ""}/`,
    refuseForeignPages: (request) =>
      isIngress(request) ? refuseOtherSites(request) : refuseForeignPages(request, corsOrigins),
  };
}

const AWAY =
  "Home Assistant cannot be reached to check this token: try again once it can be, or use the API_TOKEN setting.";

const LIMITED =
  "Too many wrong Home Assistant tokens were tried, so this one was not checked: try again in an hour, or use the API_TOKEN setting.";

const isChange = ({ method, path }: Request): boolean =>
  !WITHOUT_CHANGE.has(method) && !(method === "POST" && REPLAY.test(path));

/** For a request that reached a route without passing `identify`. */
export const notIdentified = (): AppError =>
  new AppError("unauthorized", "The caller is unknown: log in, or send a token.");

function refusal(caller: Caller | undefined): AppError {
  if (caller === undefined) return notIdentified();
  return new AppError(caller.rights === "unknown" ? "not_ready" : "not_admin", whyNot(caller) ?? "");
}

function unauthorized(response: Response): AppError {
  response.set("WWW-Authenticate", "Bearer");
  return new AppError(
    "unauthorized",
    'The token is missing or wrong: send the API_TOKEN setting or a Home Assistant access token as the header "Authorization: Bearer …".',
  );
}
