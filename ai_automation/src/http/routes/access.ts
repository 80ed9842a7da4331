import express, { Router } from "express";
import { z } from "zod";
import { AppError } from "../../model/errors.ts";
import type { Access } from "../access/access.ts";
import { whyNot } from "../access/caller.ts";
import { SESSION_COOKIE, SESSION_LASTS } from "../access/sessions.ts";
import { parseRequest } from "../parse.ts";

const login = z.strictObject({ token: z.string().min(1, "no token is given").max(2_000) });

/** Open to all: whoever logs in has no session yet. */
export function sessionRoutes(access: Access): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/session:
       *   post:
       *     summary: Log a browser in
       *     description: Sets a cookie that stands for the token on this port for 30 days, or until the token changes. Not needed through Home Assistant.
       *     tags: [Access]
       *     security: []
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, required: [token], additionalProperties: false, properties: { token: { type: string, minLength: 1, maxLength: 2000, description: "API_TOKEN, or an access token of Home Assistant" } } } } }
       *     responses:
       *       204: { description: "The cookie is set" }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       *       403: { $ref: "#/components/responses/Forbidden" }
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
       *     summary: Log a browser out
       *     tags: [Access]
       *     security: []
       *     responses:
       *       204: { description: The cookie is gone }
       *       403: { $ref: "#/components/responses/Forbidden" }
       */
      .delete("/api/session", (request, response) => {
        access.refuseForeignPages(request);
        response.clearCookie(SESSION_COOKIE, { ...COOKIE, path: access.cookiePathOf(request) }).sendStatus(204);
      })
  );
}

const COOKIE = { httpOnly: true, sameSite: "strict" } as const;

/** A proxy in front of the port may speak TLS; anybody may say so, and only harms their own cookie. */
const isEncrypted = (request: express.Request): boolean => request.get("x-forwarded-proto") === "https";

export function meRoutes(access: Access): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/me:
       *   get:
       *     summary: Who asks, and what they may do
       *     tags: [Access]
       *     responses:
       *       200:
       *         description: The caller
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               required: [access, name, is_admin, can_change, why_not, api_token]
       *               properties:
       *                 access: { type: string, enum: [ingress, token, home_assistant, open] }
       *                 name: { type: string, nullable: true }
       *                 is_admin: { type: boolean }
       *                 can_change: { type: boolean }
       *                 why_not: { type: string, nullable: true, description: Why nothing may be changed }
       *                 api_token: { type: string, nullable: true, description: "The token that the service made for the direct port, shown to administrators inside Home Assistant" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/me", (request, response) => {
        const caller = access.callerOf(request);
        if (caller === undefined) throw new AppError("unauthorized", "It is not known who you are.");
        const reason = whyNot(caller);
        response.json({
          access: caller.access,
          name: caller.name,
          is_admin: caller.rights === "admin",
          can_change: reason === null,
          why_not: reason,
          api_token: access.tokenFor(caller),
        });
      })
  );
}
