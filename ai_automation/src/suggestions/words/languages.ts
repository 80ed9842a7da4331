import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";
import type { Phrases } from "./phrases.ts";

const ALL: Readonly<Record<string, Phrases>> = { en, de, nl, fr, es };

/** Falls back to English. */
export const phrasesOf = (language: string): Phrases => ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? en;
