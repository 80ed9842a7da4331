import type { Catalogue } from "./catalogue.ts";
import cs from "./cs.json" with { type: "json" };
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import it from "./it.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };
import pl from "./pl.json" with { type: "json" };
import ptBR from "./pt-BR.json" with { type: "json" };
import sv from "./sv.json" with { type: "json" };

/** The words of requests, by the first part of the language code: Portuguese is that of Brazil. */
export const CATALOGUES: Readonly<Record<string, Catalogue>> & { readonly en: Catalogue } = {
  en,
  de,
  fr,
  es,
  nl,
  it,
  pl,
  pt: ptBR,
  sv,
  cs,
};
