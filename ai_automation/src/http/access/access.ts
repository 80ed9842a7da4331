import type { Request, RequestHandler, Response } from "express";
import { AppError } from "../../model/errors.ts";
import type { HomeUsers } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { type Now, SECOND } from "../../model/time.ts";
import { type Caller, OPEN, whyNot } from "./caller.ts";
import { addressOf } from "./client-address.ts";
import { createFailedTries } from "./failed-tries.ts";
import { identifyIngressUser, ingressPathOf } from "./ingress.ts";
import { refuseForeignHosts, refuseForeignPages, refuseOtherSites } from "./origins.ts";
import { createSessions, sessionOf } from "./sessions.ts";
import { createTokenCheck } from "./tokens.ts";

export interface AccessOptions {
  /** Null opens the port to this machine, without a token. */
  readonly apiToken: string | null;
  /** Made by the service itself, so administrators are shown it in the panel. */
  readonly isTokenGenerated: boolean;
  readonly sessionKey: Buffer;
  /** Whose requests come from Home Assistant's ingress; null where there is none. */
  readonly supervisorAddress: string | null;
  /** What the port is bound to. */
  readonly host: string;
  readonly corsOrigins: readonly string[];
  readonly users: HomeUsers;
  readonly now: Now;
  readonly log: Log;
}

export interface Access {
  /** Finds out who sends the request, and refuses whoever may not even read. */
  readonly identify: RequestHandler;
  /** Refuses changes to those who are not administrators. */
  readonly guardChanges: RequestHandler;
  /** Undefined before `identify`. */
  callerOf(request: object): Caller | undefined;
  /** The generated token, for administrators who look through Home Assistant; null for everybody else. */
  tokenFor(caller: Caller): string | null;
  /** Checks a token, slowly for those who guess. @throws AppError */
  admit(request: Request, response: Response, token: string): Promise<Caller>;
  /** The cookie's value for a token. */
  sealSession(token: string): string;
  /** Where the service's cookies belong: below the ingress path, or the whole port. */
  cookiePathOf(request: Request): string;
  refuseForeignPages(request: Request): void;
}

const WITHOUT_CHANGE = new Set(["GET", "HEAD", "OPTIONS"]);
/** Sent as a POST for its body; nothing is stored. */
const REPLAY = /^\/api\/suggestions\/\d+\/replay$/;

export function createAccess(options: AccessOptions): Access {
  const { apiToken, supervisorAddress, corsOrigins, users, now, log } = options;
  const callers = new WeakMap<object, Caller>();
  const check = createTokenCheck(apiToken, users);
  const tries = createFailedTries(now);
  const sessions = createSessions(options.sessionKey, now);

  const admit = async (request: Request, response: Response, token: string): Promise<Caller> => {
    const address = addressOf(request);
    const wait = Math.ceil(tries.waitOf(address) / SECOND);
    if (wait > 0) {
      response.set("Retry-After", String(wait));
      throw new AppError("too_many_tries", `Too many wrong tokens came from your address: wait ${wait} s.`);
    }
    const caller = await check(token);
    if (caller === "away") throw new AppError("not_ready", AWAY);
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
    const caller = await check(token);
    if (caller === "away") throw new AppError("not_ready", AWAY);
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

const AWAY = "Home Assistant cannot be asked now whose token this is: try again when it is reached, or use API_TOKEN.";

const isChange = ({ method, path }: Request): boolean =>
  !WITHOUT_CHANGE.has(method) && !(method === "POST" && REPLAY.test(path));

function refusal(caller: Caller | undefined): AppError {
  if (caller === undefined) return new AppError("unauthorized", "It is not known who you are.");
  return new AppError(caller.rights === "unknown" ? "not_ready" : "not_admin", whyNot(caller) ?? "");
}

function unauthorized(response: Response): AppError {
  response.set("WWW-Authenticate", "Bearer");
  return new AppError(
    "unauthorized",
    'Send the API_TOKEN setting, or an access token of Home Assistant, as header "Authorization: Bearer …".',
  );
}
