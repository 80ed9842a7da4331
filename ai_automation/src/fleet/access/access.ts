import type { Request, Response } from "express";
import { refuseForeignPages } from "../../http/access/origins.ts";
import { sessionOf, type Sessions } from "../../http/access/sessions.ts";
import { AppError } from "../../model/errors.ts";
import { SECOND, type Now } from "../../model/time.ts";
import type { FleetDatabase } from "../database/connection.ts";
import { isTenantToken, readToken, type Claim } from "../tokens.ts";
import { createRateLimit } from "./rate-limit.ts";

export interface FleetAccess {
  /** The tenant whose token or session the request has. @throws AppError unauthorized, too_many_tries, foreign_page */
  tenantOf(request: Request, response: Response): Promise<string>;
  /** The claim in a home's token; the report proves it. @throws AppError unauthorized, too_many_tries */
  homeOf(request: Request, response: Response): Extract<Claim, { kind: "home" }>;
  /** The session for a tenant's token; undefined if the token is wrong. @throws AppError too_many_tries */
  openSession(request: Request, response: Response, token: string): Promise<string | undefined>;
}

const TENANT_LIMIT = { burst: 200, every: SECOND / 20 };
/** A home reports every quarter of an hour, and once more for each request. */
const HOME_LIMIT = { burst: 20, every: 10 * SECOND };
const WITHOUT_CHANGE = new Set(["GET", "HEAD"]);

/** @param monotonic milliseconds of a clock that only goes forward */
export function createFleetAccess(database: FleetDatabase, sessions: Sessions, monotonic: Now): FleetAccess {
  const [tenants, homes] = [createRateLimit(TENANT_LIMIT, monotonic), createRateLimit(HOME_LIMIT, monotonic)];
  const isValid = (claim: Claim): Promise<boolean> =>
    database.asTenant(claim.tenantId, (rows) => isTenantToken(rows, claim));
  const limit = (response: Response, wait: number): void => {
    if (wait === 0) return;
    response.set("Retry-After", String(wait));
    throw new AppError("too_many_tries", `Too many requests came with this token: try again in ${wait} s.`);
  };
  return {
    tenantOf: async (request, response) => {
      const bearer = bearerOf(request);
      if (bearer === undefined && !WITHOUT_CHANGE.has(request.method)) refuseForeignPages(request, []);
      const claim = readToken(bearer ?? sessions.open(sessionOf(request) ?? "") ?? "");
      if (claim?.kind !== "tenant") throw unauthorized(response);
      limit(response, tenants.take(keyOf(claim)));
      if (!(await isValid(claim))) throw unauthorized(response);
      return claim.tenantId;
    },
    homeOf: (request, response) => {
      const claim = readToken(bearerOf(request) ?? "");
      if (claim?.kind !== "home") throw unauthorized(response);
      limit(response, homes.take(keyOf(claim)));
      return claim;
    },
    openSession: async (request, response, token) => {
      refuseForeignPages(request, []);
      const claim = readToken(token);
      if (claim?.kind !== "tenant") return undefined;
      limit(response, tenants.take(keyOf(claim)));
      return (await isValid(claim)) ? sessions.seal(token) : undefined;
    },
  };
}

/** The whole token, as its claim is not proved yet: nobody can use up the requests of a tenant whose id they know. */
const keyOf = ({ hash }: Claim): string => hash.toString("base64");

const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.get("authorization") ?? "")?.[1];

/** The error of a request without a valid token, and the header that asks for one (RFC 6750). */
export function unauthorized(response: Response): AppError {
  response.set("WWW-Authenticate", "Bearer");
  return new AppError("unauthorized", "The token is missing or wrong: send it as Authorization: Bearer <token>.");
}
