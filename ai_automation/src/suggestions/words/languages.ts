import type { Catalogue } from "./catalogue.ts";
import { catalogueOf, CATALOGUES, knownLanguage } from "./catalogues.ts";
import { createPhrases } from "./create-phrases.ts";
import type { Phrases } from "./phrases.ts";

const ALL: ReadonlyMap<Catalogue, () => Phrases> = new Map(
  Object.values(CATALOGUES).map((catalogue) => [catalogue, once(() => createPhrases(catalogue))]),
);

/** Falls back to English. */
export function phrasesOf(language: string): Phrases {
  const catalogue = catalogueOf(language);
  return ALL.get(catalogue)?.() ?? createPhrases(catalogue);
}

/** Whether both are shown in the same words. */
export const isSameLanguage = (one: string, other: string): boolean => knownLanguage(one) === knownLanguage(other);

/** Most homes need one language. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
