import type { Request } from "express";
import { LANGUAGES } from "../suggestions/words/catalogues.ts";

/** The supported language that `Accept-Language` asks for; undefined for the home's. */
export function readerLanguage(request: Pick<Request, "get" | "acceptsLanguages" | "res">): string | undefined {
  request.res?.vary("Accept-Language");
  const asked = request.get("accept-language");
  if (asked === undefined || asked.startsWith("*")) return undefined;
  return request.acceptsLanguages([...LANGUAGES]) || undefined;
}
