import { compileTemplate, type Template } from "./template.ts";
import { plainTokensOf } from "./tokens.ts";
import { CLAUSES, EVENTS, NOUN_KINDS, STATES, type Catalogue } from "./words/catalogue.ts";

export type Named<Name extends string> = readonly (readonly [Name, readonly Template[]])[];

/** A catalogue, ready to match. */
export interface Grammar {
  readonly filler: Template;
  readonly links: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly joiner: string;
  readonly durations: readonly (readonly [Template, number])[];
  readonly minutes: Template;
  readonly hours: Template;
  readonly times: readonly (readonly [Template, number])[];
  readonly minutesPast: readonly Template[];
  readonly minutesTo: readonly Template[];
  readonly timeThenMinutes: Template;
  readonly morning: Template;
  readonly afternoon: Template;
  /** With Monday = 0. */
  readonly days: readonly (readonly [Template, readonly number[]])[];
  readonly listWords: Template;
  readonly and: ReadonlySet<string>;
  readonly rangeWords: Template;
  readonly all: readonly (readonly string[])[];
  readonly nouns: readonly Noun[];
  readonly clauses: Named<(typeof CLAUSES)[number]>;
  readonly states: Named<(typeof STATES)[number]>;
  readonly events: Named<(typeof EVENTS)[number]>;
}

export interface Noun {
  readonly kind: (typeof NOUN_KINDS)[number];
  readonly one: ReadonlySet<string>;
  readonly many: ReadonlySet<string>;
}

export function compileCatalogue(catalogue: Catalogue): Grammar {
  const compile = (text: string): Template => compileTemplate(text, catalogue.rules);
  const entries = (record: Readonly<Record<string, number>>): readonly (readonly [Template, number])[] =>
    Object.entries(record).map(([text, value]) => [compile(text), value]);
  const named = <Name extends string>(
    names: readonly Name[],
    texts: Readonly<Record<Name, readonly string[]>>,
  ): Named<Name> => names.map((name) => [name, texts[name].map(compile)]);
  const dayNames: (readonly [string, readonly number[]])[] = catalogue.days
    .split(",")
    .map((text, day) => [text, [day]]);
  return {
    filler: compile(catalogue.filler),
    links: new Set(wordsIn(catalogue.links)),
    numbers: new Map(
      catalogue.numbers.split(",").flatMap((entry) => {
        const [number, ...words] = plainTokensOf(entry);
        return words.map((word) => [word, Number(number)] as const);
      }),
    ),
    joiner: catalogue.joiner,
    durations: entries(catalogue.durations),
    minutes: compile(catalogue.minutes),
    hours: compile(catalogue.hours),
    times: entries(catalogue.times),
    minutesPast: catalogue.minutesPast.map(compile),
    minutesTo: catalogue.minutesTo.map(compile),
    timeThenMinutes: compile(catalogue.timeThenMinutes),
    morning: compile(catalogue.morning),
    afternoon: compile(catalogue.afternoon),
    days: [...dayNames, [catalogue.workdays, [0, 1, 2, 3, 4]] as const, [catalogue.weekend, [5, 6]] as const].map(
      ([text, days]) => [compile(text), days],
    ),
    listWords: compile(catalogue.listWords),
    and: new Set(wordsIn(catalogue.and)),
    rangeWords: compile(catalogue.rangeWords),
    all: catalogue.all
      .split("|")
      .map(plainTokensOf)
      .toSorted((a, b) => b.length - a.length),
    nouns: NOUN_KINDS.map((kind) => {
      const { one, many } = catalogue.nouns[kind];
      return { kind, one: new Set(wordsIn(one)), many: new Set(wordsIn(many)) };
    }),
    clauses: named(CLAUSES, catalogue.clauses),
    states: named(STATES, catalogue.states),
    events: named(EVENTS, catalogue.events),
  };
}

const wordsIn = (list: string): readonly string[] => list.split("|").flatMap(plainTokensOf);
