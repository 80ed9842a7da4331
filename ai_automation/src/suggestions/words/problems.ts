import type { Problem } from "../../model/problem.ts";
import { catalogueOf } from "./catalogues.ts";
import { fillOf } from "./fill.ts";

/** The problem and its remedy in a reader's language; the English message for problems without a text of their own. */
export function problemText(
  { code, message, told }: Pick<Problem, "code" | "message" | "told">,
  language: string,
): string {
  const catalogue = catalogueOf(language);
  const texts: Readonly<Record<string, string | undefined>> = catalogue.problems;
  return fillOf(catalogue)(texts[told?.text ?? code] ?? "{message}", { ...told?.values, message });
}
