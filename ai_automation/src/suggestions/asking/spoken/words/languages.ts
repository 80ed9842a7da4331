import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

/** The words of requests, by language code. */
export const CATALOGUES = { en, de, fr, es, nl } as const;
