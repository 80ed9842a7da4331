import en from "./en.json" with { type: "json" };
import type { Message } from "./fill.ts";

type English = typeof en;

/** The panel's texts. Every language has the keys of English; which of them depend on a number is up to the language. */
export type Words = {
  readonly [Key in keyof English]: English[Key] extends { readonly one: string; readonly other: string }
    ? Message
    : English[Key];
};

/** Codes without a region; Portuguese is Brazilian. */
export const LANGUAGES = ["cs", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv"] as const;
type Language = (typeof LANGUAGES)[number];

/** The reader's language with its region if there is a catalogue for it, otherwise English. */
export const languageFor = (language: string): string => (catalogueOf(language) === undefined ? "en" : language);

/** Only the reader's language is loaded, and English if that fails. */
export async function loadWords(language: string): Promise<Words> {
  return load(catalogueOf(language) ?? "en").catch(() => en);
}

async function load(language: Language): Promise<Words> {
  switch (language) {
    case "cs":
      return (await import("./cs.json", { with: { type: "json" } })).default;
    case "de":
      return (await import("./de.json", { with: { type: "json" } })).default;
    case "en":
      return en;
    case "es":
      return (await import("./es.json", { with: { type: "json" } })).default;
    case "fr":
      return (await import("./fr.json", { with: { type: "json" } })).default;
    case "it":
      return (await import("./it.json", { with: { type: "json" } })).default;
    case "nl":
      return (await import("./nl.json", { with: { type: "json" } })).default;
    case "pl":
      return (await import("./pl.json", { with: { type: "json" } })).default;
    case "pt":
      return (await import("./pt-BR.json", { with: { type: "json" } })).default;
    case "sv":
      return (await import("./sv.json", { with: { type: "json" } })).default;
  }
}

const catalogueOf = (language: string): Language | undefined =>
  LANGUAGES.find((one) => one === language.split("-")[0]?.toLowerCase());
