import express, { Router } from "express";
import { z } from "zod";
import { notIdentified, type Access } from "../access/access.ts";
import { SESSION_COOKIE, SESSION_LASTS } from "../access/sessions.ts";
import { parseRequest } from "../parse.ts";
import { toCallerWire } from "../wire/caller.ts";

const login = z.strictObject({ token: z.string().min(1, "must not be empty").max(2_000) });

/** Needs no authentication: a browser that logs in has no session yet. */
export function sessionRoutes(access: Access): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/session:
       *   post:
       *     summary: Log in from a browser
       *     description: Sets a cookie that replaces the token on this port for 30 days, or until the token changes. Not needed inside Home Assistant.
       *     tags: [Access]
       *     security: []
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, required: [token], additionalProperties: false, properties: { token: { type: string, minLength: 1, maxLength: 2000, description: "The API_TOKEN setting or a Home Assistant access token" } } } } }
       *     responses:
       *       204: { description: "The cookie is set" }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       403: { $ref: "#/components/responses/Forbidden" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       *       429: { $ref: "#/components/responses/TooManyTries" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .post("/api/session", express.json({ limit: "4kb", strict: false }), async (request, response) => {
        access.refuseForeignPages(request);
        const { token } = parseRequest(login, request.body);
        await access.admit(request, response, token);
        response
          .cookie(SESSION_COOKIE, access.sealSession(token), {
            ...COOKIE,
            path: access.cookiePathOf(request),
            secure: isEncrypted(request),
            maxAge: SESSION_LASTS,
          })
          .sendStatus(204);
      })
      /**
       * @openapi
       * /api/session:
       *   delete:
       *     summary: Log out from a browser
       *     tags: [Access]
       *     security: []
       *     responses:
       *       204: { description: The cookie is deleted }
       *       403: { $ref: "#/components/responses/Forbidden" }
       */
      .delete("/api/session", (request, response) => {
        access.refuseForeignPages(request);
        response.clearCookie(SESSION_COOKIE, { ...COOKIE, path: access.cookiePathOf(request) }).sendStatus(204);
      })
  );
}

const COOKIE = { httpOnly: true, sameSite: "strict" } as const;

/** Anybody can send this header; a false one only affects the sender's own cookie. */
const isEncrypted = (request: express.Request): boolean => request.get("x-forwarded-proto") === "https";

export function meRoutes(access: Access): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/me:
       *   get:
       *     summary: Get the caller and their rights
       *     tags: [Access]
       *     responses:
       *       200:
       *         description: The caller
       *         content: { application/json: { schema: { $ref: "#/components/schemas/Caller" } } }
       */
      .get("/api/me", (request, response) => {
        const caller = access.callerOf(request);
        if (caller === undefined) throw notIdentified();
        response.json(toCallerWire(caller, access.tokenFor(caller)));
      })
  );
}
