import { compileTemplate, type Template } from "./template.ts";
import { plainTokensOf } from "./tokens.ts";
import { ACTING, CLAUSES, EVENTS, NOUN_KINDS, STATES, type Catalogue } from "./words/catalogue.ts";

export type Named<Name extends string> = readonly (readonly [Name, readonly Template[]])[];

/** A catalogue, ready to match. */
export interface Grammar {
  readonly filler: Template;
  readonly links: ReadonlySet<string>;
  readonly particles: ReadonlySet<string>;
  /** Careless spellings, with the words that are meant. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
  /** Every word of the catalogue. */
  readonly vocabulary: ReadonlySet<string>;
  /** Words that turn the meaning around or limit it: "not", "only", "if". */
  readonly decisive: ReadonlySet<string>;
  /** A number of several words has spaces between them. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly joiner: string;
  /** The empty one among them. */
  readonly endings: ReadonlySet<string>;
  readonly percent: Template;
  readonly durations: readonly (readonly [Template, number])[];
  readonly seconds: Template;
  readonly minutes: Template;
  readonly hours: Template;
  readonly times: readonly (readonly [Template, number])[];
  /** Times that need no preposition. */
  readonly timesAlone: readonly (readonly [Template, number])[];
  readonly minutesPast: readonly Template[];
  readonly minutesTo: readonly Template[];
  readonly timeThenMinutes: Template;
  readonly timeLessMinutes: Template;
  readonly hoursAreOf24: boolean;
  readonly morning: Template;
  readonly afternoon: Template;
  readonly night: Template;
  readonly morningFirst: Template;
  readonly afternoonFirst: Template;
  /** With Monday = 0. */
  readonly days: readonly (readonly [Template, readonly number[]])[];
  readonly shortDays: readonly (readonly [Template, readonly number[]])[];
  readonly listWords: Template;
  readonly and: ReadonlySet<string>;
  /** Between circumstances: "and if", "or when". */
  readonly andIf: Template;
  readonly orIf: Template;
  readonly rangeWords: Template;
  readonly all: readonly (readonly string[])[];
  readonly acting: readonly (readonly [state: string, Template])[];
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
  const particles = new Set(wordsIn(catalogue.particles));
  const compile = (text: string): Template => compileTemplate(text, catalogue.rules, particles);
  const entries = (record: Readonly<Record<string, number>>): readonly (readonly [Template, number])[] =>
    Object.entries(record).map(([text, value]) => [compile(text), value]);
  const named = <Name extends string>(
    names: readonly Name[],
    texts: Readonly<Record<Name, readonly string[]>>,
  ): Named<Name> => names.map((name) => [name, texts[name].map(compile)]);
  const daysNamed = (names: string): readonly (readonly [string, readonly number[]])[] =>
    names.split(",").map((text, day) => [text, [day]]);
  const { rules } = catalogue;
  return {
    filler: compile(catalogue.filler),
    links: new Set(wordsIn(catalogue.links)),
    particles,
    spellings: new Map(
      Object.entries(catalogue.spellings).map(([careless, meant]) => [
        plainTokensOf(careless).join(" "),
        plainTokensOf(meant),
      ]),
    ),
    vocabulary: vocabularyOf(catalogue),
    decisive: new Set([rules.not, rules.only, rules.if, rules.when].flatMap((words) => wordsIn(words ?? ""))),
    numbers: new Map(
      catalogue.numbers.split(",").flatMap((entry) => {
        const [number = "", words = ""] = entry.trim().split(/ (.*)/);
        return words.split("|").map((word) => [plainTokensOf(word).join(" "), Number(number)] as const);
      }),
    ),
    joiner: catalogue.joiner,
    endings: new Set(["", ...wordsIn(catalogue.endings)]),
    percent: compile("<percent>"),
    durations: entries(catalogue.durations),
    seconds: compile(catalogue.seconds),
    minutes: compile(catalogue.minutes),
    hours: compile(catalogue.hours),
    times: entries(catalogue.times),
    timesAlone: entries(catalogue.timesAlone),
    minutesPast: catalogue.minutesPast.map(compile),
    minutesTo: catalogue.minutesTo.map(compile),
    timeThenMinutes: compile(catalogue.timeThenMinutes),
    timeLessMinutes: compile(catalogue.timeLessMinutes),
    hoursAreOf24: catalogue.hoursAreOf24,
    morning: compile(catalogue.morning),
    afternoon: compile(catalogue.afternoon),
    night: compile(catalogue.night),
    morningFirst: compile(catalogue.morningFirst),
    afternoonFirst: compile(catalogue.afternoonFirst),
    days: [
      ...daysNamed(catalogue.days),
      [catalogue.workdays, [0, 1, 2, 3, 4]] as const,
      [catalogue.weekend, [5, 6]] as const,
    ].map(([text, days]) => [compile(text), days]),
    shortDays: daysNamed(catalogue.shortDays).map(([text, days]) => [compile(text), days]),
    listWords: compile(catalogue.listWords),
    and: new Set(wordsIn(catalogue.and)),
    andIf: compile(`(${catalogue.and}) [<if>|<that>]`),
    orIf: compile(`(${catalogue.or}) [<if>|<that>]`),
    rangeWords: compile(catalogue.rangeWords),
    all: catalogue.all
      .split("|")
      .map(plainTokensOf)
      .toSorted((a, b) => b.length - a.length),
    acting: ACTING.map((state) => [state, compile(catalogue.acting[state])]),
    nouns: NOUN_KINDS.map((kind) => {
      const { one, many } = catalogue.nouns[kind];
      return { kind, one: new Set(wordsIn(one)), many: new Set(wordsIn(many)) };
    }),
    clauses: named(CLAUSES, catalogue.clauses),
    states: named(STATES, catalogue.states),
    events: named(EVENTS, catalogue.events),
  };
}

/** Every word that stands in the catalogue, in whatever place. */
function vocabularyOf(catalogue: Catalogue): ReadonlySet<string> {
  const texts = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([, one]) => texts(one)) : [];
  };
  const { spellings: _spellings, endings: _endings, durations, times, timesAlone, ...rest } = catalogue;
  const all = [...texts(rest), ...Object.keys(durations), ...Object.keys(times), ...Object.keys(timesAlone)];
  return new Set(all.flatMap((text) => plainTokensOf(text.replaceAll(/<\w+>|\{\w+\}/g, " "))));
}

const wordsIn = (list: string): readonly string[] => list.split("|").flatMap(plainTokensOf);
