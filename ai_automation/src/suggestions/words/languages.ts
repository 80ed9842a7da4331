import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";
import type { Phrases } from "./phrases.ts";

const ALL: Readonly<Record<string, Phrases>> = { en, de, nl, fr, es };

/** Language codes. */
export const LANGUAGES: readonly string[] = Object.keys(ALL);

/** Falls back to English. */
export const phrasesOf = (language: string): Phrases => ALL[language.split(/[-_]/)[0]?.toLowerCase() ?? ""] ?? en;

/** Whether both are shown in the same words. */
export const isSameLanguage = (one: string, other: string): boolean => phrasesOf(one) === phrasesOf(other);
