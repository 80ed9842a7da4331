import express, { Router, type Request } from "express";
import { z } from "zod";
import { SESSION_COOKIE, SESSION_LASTS } from "../../../http/access/sessions.ts";
import { parseRequest } from "../../../http/parse.ts";
import { AppError } from "../../../model/errors.ts";
import type { FleetAccess } from "../../access/access.ts";
import type { FleetDatabase } from "../../database/connection.ts";
import { listHomes } from "../../homes/list-homes.ts";
import { homesPage, loginPage, STYLE } from "../../page/homes-page.ts";
import { PAGE_WORDS, type PageLanguage } from "../../page/words.ts";
import { homesQuery } from "./homes.ts";

const login = z.object({ token: z.string().max(300) });
const COOKIE = { path: "/fleet", httpOnly: true, sameSite: "strict" } as const;

/** The page for people. Its addresses are relative, so that a proxy may put it below a folder. */
export function pageRoutes(database: FleetDatabase, access: FleetAccess, now: () => Date): Router {
  return Router({ strict: true })
    .use("/fleet", (_request, response, next) => {
      // With no-referrer, browsers send forms with "Origin: null" (Fetch, "append a request Origin header").
      response.set("Referrer-Policy", "same-origin");
      next();
    })
    .get("/fleet", async (request, response) => {
      const language = languageOf(request);
      const tenantId = await access.tenantOf(request, response).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "unauthorized") return undefined;
        throw error;
      });
      if (tenantId === undefined) {
        response.removeHeader("WWW-Authenticate");
        response.type("html").send(loginPage(language, request.query.login === "failed"));
        return;
      }
      const { order, ...rest } = parseRequest(homesQuery, request.query);
      const query = { ...rest, descending: order === "desc" };
      const page = await database.asTenant(tenantId, (rows) => listHomes(rows, query, now()));
      response.type("html").send(homesPage(page, query, language));
    })
    .get("/fleet/style.css", (_request, response) => {
      response.type("css").send(STYLE);
    })
    .post("/fleet/login", express.urlencoded({ limit: "4kb", extended: false }), async (request, response) => {
      const session = await access.openSession(request, response, parseRequest(login, request.body).token);
      if (session !== undefined)
        response.cookie(SESSION_COOKIE, session, { ...COOKIE, secure: isEncrypted(request), maxAge: SESSION_LASTS });
      response.redirect(303, session === undefined ? "../fleet?login=failed" : "../fleet");
    })
    .post("/fleet/logout", (_request, response) => {
      response.clearCookie(SESSION_COOKIE, COOKIE).redirect(303, "../fleet");
    });
}

/** Behind a proxy only that knows; then the browser's own header says what the page's address is. */
const isEncrypted = (request: Request): boolean => (request.get("origin") ?? "").startsWith("https:");

const isLanguage = (code: string): code is PageLanguage => code in PAGE_WORDS;

const languageOf = (request: Request): PageLanguage =>
  request
    .acceptsLanguages()
    .map((tag) => tag.slice(0, 2))
    .find(isLanguage) ?? "en";
