import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { AppError } from "../model/errors.ts";

/** Asks for the bearer token where there is one. Null lets everybody in: the port is on loopback then. */
export function requireToken(token: string | null): RequestHandler {
  const wanted = token === null ? null : digest(token);
  return (request, _response, next) => {
    const given = /^Bearer (.+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? "";
    if (wanted === null || timingSafeEqual(digest(given), wanted)) return next();
    throw new AppError("unauthorized", 'Send the API_TOKEN setting as header "Authorization: Bearer …".');
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
