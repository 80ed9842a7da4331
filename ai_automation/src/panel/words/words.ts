import { en, type Words } from "./en.ts";

const LANGUAGES: Readonly<Record<string, Words>> = { en };

/** The words of a language, English where there are none. */
export const wordsFor = (language: string): Words => LANGUAGES[language.split("-")[0] ?? ""] ?? en;
