import type { AppError } from "../../model/errors.ts";
import type { HomeConnection } from "../../model/home.ts";
import { catalogueOf } from "./catalogues.ts";
import { fillOf } from "./fill.ts";
import { reasonTexts } from "./reason-text.ts";

/** The cause of an error and its remedy in a reader's language. English texts are the messages. */
export function errorText(error: Pick<AppError, "code" | "message" | "told">, language: string): string {
  const catalogue = catalogueOf(language);
  const { codes, reasons } = catalogue.errors;
  const { code, message, told } = error;
  const text = told === undefined ? codes[code] : reasons[told.reason];
  const parts = told?.parts === undefined ? {} : { parts: reasonTexts(told.parts, language).join("; ") };
  return fillOf(catalogue)(text, { ...told?.values, ...parts, message });
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
