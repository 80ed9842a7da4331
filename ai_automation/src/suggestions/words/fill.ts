/**
 * A text with {placeholders}; one for each plural category of the language if it depends on `count`. `{days|daysDative}`
 * is a number with its unit, in the form that the sentence needs: the catalogue's `units.daysDative`.
 */
export type Message = string | Plural;

type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

type Values = Readonly<Record<string, string | number>>;

/** The rules of a language that its texts rely on. */
export interface FillRules {
  readonly locale: string;
  readonly units: Readonly<Record<string, Message>>;
  /** Words that lose their last vowel before another one: French "que" becomes "qu'". */
  readonly elisions: Readonly<Record<string, string>>;
}

/** Puts values into a message. Numbers are in the language's form, without thousands separators. */
export type Fill = (message: Message, values: Values) => string;

/** For the texts of a catalogue. */
export const fillOf = ({
  locale,
  units,
  grammar,
}: Pick<FillRules, "locale" | "units"> & { readonly grammar: Pick<FillRules, "elisions"> }): Fill =>
  createFill({ locale, units, elisions: grammar.elisions });

export function createFill({ locale, units, elisions }: FillRules): Fill {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false });
  const formOf = (message: Message, count: string | number | undefined): string =>
    typeof message === "string" ? message : (message[plurals.select(Number(count))] ?? message.other);
  const valueOf = (name: string, unit: string | undefined, values: Values): string => {
    const value = values[name] ?? "";
    if (unit !== undefined) return fill(units[unit] ?? "{count}", { count: value });
    return typeof value === "number" ? numbers.format(value) : value;
  };
  const elided = (word: string, value: string): string => {
    const short = elisions[word];
    return short !== undefined && VOWEL.test(value) ? short + value : `${word} ${value}`;
  };
  const fill: Fill = (message, values) =>
    formOf(message, values.count).replaceAll(PLACEHOLDER, (_, word: string | undefined, name: string, unit?: string) =>
      word === undefined ? valueOf(name, unit, values) : elided(word, valueOf(name, unit, values)),
    );
  return fill;
}

/** With the word before it, which may be elided. */
const PLACEHOLDER = /(?:(?<=^|\s)(\p{L}+) )?\{(\w+)(?:\|(\w+))?\}/gu;

const VOWEL = /^[aàâeéèêiîoôuù]/i;
