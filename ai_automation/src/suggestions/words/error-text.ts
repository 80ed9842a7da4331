import type { AppError, ErrorCause } from "../../model/errors.ts";
import type { HomeConnection } from "../../model/home.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { catalogueOf } from "./catalogues.ts";
import { fillOf } from "./fill.ts";
import { reasonTexts } from "./reason-text.ts";

interface TextedError extends Pick<AppError, "code" | "message"> {
  readonly told?: ErrorCause | undefined;
}

/** The cause of an error and its remedy in a reader's language. English texts are the messages. */
export function errorText({ code, message, told }: TextedError, language: string): string {
  const catalogue = catalogueOf(language);
  const { codes, reasons } = catalogue.errors;
  const text = told === undefined ? codes[code] : reasons[told.reason];
  const parts = told?.parts === undefined ? {} : { parts: reasonTexts(told.parts, language).join("; ") };
  return fillOf(catalogue)(text, { ...told?.values, ...parts, message });
}

/** Why Home Assistant refused a suggestion; its own words are not translated. */
export function refusalText(
  { refusal, refusalCause: told, status }: Pick<Suggestion, "refusal" | "refusalCause" | "status">,
  language: string,
): string | null {
  // Of a suggestion that was dropped while it was watched, earlier versions stored only the text.
  if (refusal === null || (told === undefined && status === "rejected")) return refusal;
  return errorText({ code: "home_refused", message: refusal, told }, language);
}

/** Why the home cannot be used, and what to do; the English message for states that need no action. */
export function connectionText(
  { state, message }: Pick<HomeConnection, "state" | "message">,
  language: string,
): string {
  const catalogue = catalogueOf(language);
  const texts: Readonly<Partial<Record<HomeConnection["state"], string>>> = catalogue.errors.connection;
  return fillOf(catalogue)(texts[state] ?? "{message}", { message });
}
