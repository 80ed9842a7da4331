import { de } from "./de.ts";
import { en, type HomeWords } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

const ALL = { en, de, fr, es, nl } as const;

/** The languages that a simulated home can have. */
export type HomeLanguage = keyof typeof ALL;

export const homeWordsOf = (language: HomeLanguage): HomeWords => ALL[language];

/** The language of a locale such as `de_AT.UTF-8` or `de-AT`; English if the home does not have it. */
export function homeLanguageOf(locale: string): HomeLanguage {
  const [code = ""] = locale.toLowerCase().split(/[-_.]/);
  return isHomeLanguage(code) ? code : "en";
}

const isHomeLanguage = (code: string): code is HomeLanguage => Object.hasOwn(ALL, code);
