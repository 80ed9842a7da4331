import type { Problem } from "../../model/problem.ts";
import { catalogueOf } from "./catalogues.ts";

/** The problem and its remedy; undefined for problems that only have a message of their own. */
export function problemText(code: Problem["code"], language: string): string | undefined {
  const texts: Readonly<Partial<Record<Problem["code"], string>>> = catalogueOf(language).problems;
  return texts[code];
}
