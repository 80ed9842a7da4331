import { statedFacts } from "./stated-facts.ts";
import { plainText } from "./text/match-words.ts";

/**
 * Whether two texts mention the same names, times, numbers and days, and agree in the words that reverse a meaning.
 * In doubt they count as different: rejecting a rewording costs nothing.
 */
export function isParaphrase(
  one: string,
  other: string,
  { names, language }: { readonly names: readonly string[]; readonly language: string },
): boolean {
  const [first, second] = [statedFacts(one, language), statedFacts(other, language)];
  return (
    !MARKUP.test(other) &&
    isSame(numbersIn(one), numbersIn(other)) &&
    isSame(namesIn(one, names), namesIn(other, names)) &&
    isSame(first.days ?? new Set(), second.days ?? new Set()) &&
    REVERSING.every((words) => words.test(plainText(one)) === words.test(plainText(other)))
  );
}

const MARKUP = /https?:|[<>{}]/;

/** Words that reverse a sentence, in every language of the panel: off, close, not, before, after, dark. */
const REVERSING = [
  /\b(off|out|aus|uit|et[ei]i?n\w*|apag\w*|speg\w*|spent\w*|wylacz\w*|zgas\w*|deslig\w*|slack\w*|stang\w* av|avstangd\w*|vypn\w*|zhas\w*)\b/,
  /\b(clos|shut|schlie|geschlossen|sluit|dicht|ferm|cierr|cerr|chiu|zamk|zamyk|fech|stang|zavr|zavir)/,
  /\b(no|not|nor|never|without|nicht|kein\w*|nie|ohne|niet|geen|nooit|zonder|pas|plus|sans|sin|nunca|non|mai|senza|nessun\w*|nie|bez|nigdy|nikt|nikogo|nao|sem|ninguem|nem|inte|utan|aldrig|ingen|ne|neni|nejsou|nikdo|nikdy)\b/,
  /\b(before|until|vor|bis|voor|tot|avant|antes|prima|przed|innan|fore|pred)\b/,
  /\b(after|since|nach|seit|na|apres|despues|tras|dopo|po|depois|apos|efter)\b/,
  /\b(dark|night|dunkel|nacht|donker|nuit|sombre|oscur\w*|noche|buio|notte|ciemn\w*|zmrok\w*|noc\w*|escur\w*|noite|mork\w*|natt\w*|tma|tme|tmy|setm\w*)\b/,
];

/** As written: "07:10", "2.5", "47". */
const numbersIn = (text: string): ReadonlySet<string> => new Set(text.match(/\d+(?:[.:,]\d+)*/g));

function namesIn(text: string, names: readonly string[]): ReadonlySet<string> {
  const plain = ` ${wordsOnly(text)} `;
  return new Set(names.map(wordsOnly).filter((name) => name !== "" && plain.includes(` ${name} `)));
}

const wordsOnly = (text: string): string => (plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

const isSame = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  a.size === b.size && [...a].every((value) => b.has(value));
