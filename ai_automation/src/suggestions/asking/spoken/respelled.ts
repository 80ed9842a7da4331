import { distance } from "fastest-levenshtein";
import type { Grammar } from "./compiled.ts";
import { nameOfSome, wordsOfNames, type SpelledEntity } from "./find-things.ts";
import type { Token } from "./tokens.ts";

export interface Respelled {
  readonly tokens: readonly Token[];
  /** Words that were taken for others, in a way that the user should confirm. */
  readonly doubts: readonly { readonly written: string; readonly meant: string }[];
}

/**
 * Drops particles and replaces careless spellings ("dont"). If typing errors are allowed, also replaces a word that the
 * language and the home do not know by the only known one that is an error or two away. Numbers and names are too
 * important to be guessed: they are doubts.
 */
export function respelled(
  tokens: readonly Token[],
  entities: readonly SpelledEntity[],
  grammar: Grammar,
  { withTypos }: { readonly withTypos: boolean },
): Respelled {
  const names = wordsOfNames(entities);
  const isName = nameOfSome(entities, grammar);
  const { particles, spellings, vocabulary } = grammar;
  const doubts: { readonly written: string; readonly meant: string }[] = [];
  const read = (token: Token): readonly Token[] => {
    const { text } = token;
    if (names.has(text)) return [token];
    if (particles.has(text)) return [];
    const meant = spellings.get(text);
    if (meant !== undefined)
      return meant.filter((word) => !particles.has(word)).map((word) => ({ ...token, text: word }));
    const isKnown = !/^\p{L}+$/u.test(text) || vocabulary.has(text) || isName(text) || isNumber(text, grammar);
    if (isKnown) return [token];
    const found = withDigraphs(text, vocabulary) ?? (withTypos ? nearestTo(text, vocabulary, names) : undefined);
    if (found === undefined) return [token];
    if (particles.has(found)) return [];
    if (isImportant(text, found, names, grammar)) doubts.push({ written: text, meant: found });
    return [{ ...token, text: found }];
  };
  return { tokens: tokens.flatMap(read), doubts };
}

/** "spaeter" for "später", which is "spater" without accents. */
function withDigraphs(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  const plain = word.replaceAll(/([aou])e/g, "$1");
  return vocabulary.has(plain) ? plain : undefined;
}

/** Words shorter than this are too alike, unless two letters changed places. */
const MIN_LENGTH = 4;
const LONG = 9;

function nearestTo(word: string, ...known: readonly ReadonlySet<string>[]): string | undefined {
  if (word.length < MIN_LENGTH) {
    const [swap, ...others] = new Set(known.flatMap((words) => [...words]).filter((other) => isSwapOf(word, other)));
    return word.length === MIN_LENGTH - 1 && others.length === 0 ? swap : undefined;
  }
  const most = word.length >= LONG ? 2 : 1;
  const near = known
    .flatMap((words) => [...words])
    .filter((other) => other.length >= MIN_LENGTH - 1 && Math.abs(other.length - word.length) <= most)
    .map((other) => ({ other, errors: errorsBetween(word, other) }))
    .filter(({ errors }) => errors <= most);
  const least = Math.min(...near.map(({ errors }) => errors));
  const [nearest, ...others] = new Set(near.filter(({ errors }) => errors === least).map(({ other }) => other));
  return others.length === 0 ? nearest : undefined;
}

/** Two neighboring letters that changed places are one error. */
const errorsBetween = (word: string, other: string): number => (isSwapOf(word, other) ? 1 : distance(word, other));

function isSwapOf(word: string, other: string): boolean {
  if (word.length !== other.length) return false;
  const at = Array.from({ length: word.length }, (_, index) => index).find((index) => word[index] !== other[index]);
  return at !== undefined && word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2) === other;
}

const isNumber = (word: string, { numbers, joiner }: Grammar): boolean =>
  numbers.has(word) ||
  (joiner !== "" &&
    [...numbers.keys()].some(
      (unit) => word.startsWith(unit + joiner) && numbers.has(word.slice(unit.length + joiner.length)),
    ));

/** Shorter names differ by one letter only: Anna and Hanna. */
const LONG_NAME = 6;

const isImportant = (word: string, meant: string, names: ReadonlySet<string>, grammar: Grammar): boolean =>
  grammar.numbers.has(meant) ||
  grammar.decisive.has(meant) ||
  (names.has(meant) && meant.length < LONG_NAME) ||
  (word.length < LONG_NAME && word[0] !== meant[0]);
