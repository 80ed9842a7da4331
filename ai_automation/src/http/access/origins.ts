import type { Request } from "express";
import { AppError } from "../../model/errors.ts";

/**
 * Rejects requests that a browser sends for a page from another origin. Programs send no such headers and pass.
 * @throws AppError foreign_page
 */
export function refuseForeignPages(request: Request, allowedOrigins: readonly string[]): void {
  const origin = request.get("origin");
  if (origin === undefined) return refuseOtherSites(request);
  if (allowedOrigins.includes(origin) || hostOf(origin) === request.get("host")?.toLowerCase()) return;
  throw foreignPage();
}

/**
 * The same where the panel's own origin is unknown, as behind ingress. Another port of the same host counts as another
 * site, because cookies are shared between ports.
 * @throws AppError foreign_page
 */
export function refuseOtherSites(request: Request): void {
  const site = request.get("sec-fetch-site");
  if (site === "cross-site" || site === "same-site") throw foreignPage();
}

/**
 * Without a token the port serves this machine only: rejects host names that a foreign DNS server points here.
 * @throws AppError foreign_page
 */
export function refuseForeignHosts(request: Request, ownHost: string): void {
  const host = request.get("host") ?? "";
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
  if (isLoopbackName(name) || name === ownHost.toLowerCase()) return;
  throw new AppError(
    "foreign_page",
    "Without API_TOKEN the service can only be reached as localhost: use that name, or set API_TOKEN.",
  );
}

const foreignPage = (): AppError =>
  new AppError(
    "foreign_page",
    "A page from another origin sent this request: use the panel itself, or add the page's origin to CORS_ORIGINS.",
  );

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

const isLoopbackName = (name: string): boolean =>
  name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d{1,3}){3}$/.test(name);
