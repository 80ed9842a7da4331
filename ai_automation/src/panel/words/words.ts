import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import type { Message } from "./fill.ts";
import fr from "./fr.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };

type English = typeof en;

/** The panel's texts. Every language has the keys of English; which of them depend on a number is up to the language. */
export type Words = {
  readonly [Key in keyof English]: English[Key] extends { readonly one: string; readonly other: string }
    ? Message
    : English[Key];
};

export const LANGUAGES: Readonly<Record<string, Words>> = { de, en, es, fr, nl };

/** The reader's language with its region if there is a catalogue for it, otherwise English. */
export const languageFor = (language: string): string => (baseOf(language) in LANGUAGES ? language : "en");

export const wordsFor = (language: string): Words => LANGUAGES[baseOf(language)] ?? en;

const baseOf = (language: string): string => language.split("-")[0] ?? "";
