import en from "./en.json" with { type: "json" };
import type { Message } from "./fill.ts";

/**
 * The server's texts in one language, in a JSON file for translators. Every language has the keys of English; units,
 * plural forms and grammar are its own.
 */
export type Catalogue = Texts<Omit<typeof en, "locale" | "grammar" | "units">> & {
  readonly locale: string;
  readonly grammar: Grammar;
  readonly units: Readonly<Record<string, Message>>;
};

interface Grammar {
  /** Whether actions begin with their verb, which is lower case in all but the first. */
  readonly isVerbFirst: boolean;
  /** How Home Assistant's terms are written inside a sentence. */
  readonly termCase: string;
  /** A term as it follows "is". */
  readonly termAsPredicate: string;
  /** The mode of a thermostat as it follows "is". */
  readonly modeAsPredicate: string;
  /** The terms that have another form there. */
  readonly predicates: Readonly<Record<string, string>>;
  /** Words that need a comma before them when they follow the action. */
  readonly commaBefore: readonly string[];
  readonly elisions: Readonly<Record<string, string>>;
}

type Texts<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends { readonly one: string; readonly other: string }
      ? Message
      : T[Key] extends readonly string[]
        ? readonly string[]
        : Texts<T[Key]>;
};
