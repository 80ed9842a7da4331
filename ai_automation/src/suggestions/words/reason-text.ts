import type { Reason } from "../../model/reason.ts";
import { catalogueOf } from "./catalogues.ts";
import { fillOf } from "./fill.ts";

/** Why parts of an automation are not understood or cannot be replayed, in a reader's language. */
export function reasonTexts(reasons: readonly Reason[], language: string): readonly string[] {
  const catalogue = catalogueOf(language);
  const fill = fillOf(catalogue);
  return reasons.map(({ code, values = {} }) => fill(catalogue.parts[code], values));
}
