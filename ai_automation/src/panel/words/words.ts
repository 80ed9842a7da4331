import { de } from "./de.ts";
import { en, type Words } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

export const LANGUAGES: Readonly<Record<string, Words>> = { de, en, es, fr, nl };

/** Falls back to English. */
export const wordsFor = (language: string): Words => LANGUAGES[language.split("-")[0] ?? ""] ?? en;
