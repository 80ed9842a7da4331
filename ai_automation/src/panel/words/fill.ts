import { once } from "../once.ts";

/** A text with {placeholders}; one for each plural category of the language if it depends on `count`. */
export type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);

type Values = Readonly<Record<string, string | number>>;
/** Puts values into a message. Numbers are formatted with at most one decimal. */
export type Fill = (message: Message, values: Values) => string;

export function createFill(language: string): Fill {
  // They cost a phone some milliseconds, and most messages need neither.
  const plurals = once(() => new Intl.PluralRules(language));
  const numbers = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
  return (message, values) => {
    const text =
      typeof message === "string" ? message : (message[plurals().select(Number(values.count))] ?? message.other);
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? numbers().format(value) : value;
    });
  };
}
