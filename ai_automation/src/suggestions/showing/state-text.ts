import { isOccurrence } from "../../model/domains.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { phrasesOf } from "../words/languages.ts";
import { namesIn } from "../words/names.ts";
import { listedState } from "../words/terms.ts";
import { listedOccurrence } from "../words/title.ts";

/** A state, or what an event or button did, in a reader's language and as its device class has it. */
export type StateText = (entityId: string, state: string) => string;

/** `language` is the reader's; undefined for the home's. */
export function stateTextFor(home: HomeSnapshot | undefined, language: string | undefined): StateText {
  const names = home === undefined ? { language: "en", deviceClassOf: () => null } : namesIn(home);
  const phrases = phrasesOf(language ?? names.language);
  return (entityId, state) =>
    isOccurrence(entityId) ? listedOccurrence(entityId, state, phrases) : listedState(state, entityId, names, phrases);
}
