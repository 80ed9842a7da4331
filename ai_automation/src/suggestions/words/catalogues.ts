import type { Catalogue } from "./catalogue.ts";
import cs from "./cs.json" with { type: "json" };
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };
import pl from "./pl.json" with { type: "json" };
import pt from "./pt-BR.json" with { type: "json" };
import sv from "./sv.json" with { type: "json" };

/** The server's texts, by language code without a region. */
export const CATALOGUES: Readonly<Record<string, Catalogue>> = { en, cs, de, es, fr, it, nl, pl, pt, sv };

/** Language codes without regions. */
export const LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

/** A language code without its region, English if there is no catalogue for it. */
export function knownLanguage(language: string): string {
  const code = language.split(/[-_]/)[0]?.toLowerCase() ?? "";
  return CATALOGUES[code] === undefined ? "en" : code;
}

/** Falls back to English. */
export const catalogueOf = (language: string): Catalogue => CATALOGUES[knownLanguage(language)] ?? en;
