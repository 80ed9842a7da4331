import type { Catalogue } from "./catalogue.ts";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };

/** The words of requests, by language code. */
export const CATALOGUES: Readonly<Record<"en" | "de" | "fr" | "es" | "nl", Catalogue>> = { en, de, fr, es, nl };
