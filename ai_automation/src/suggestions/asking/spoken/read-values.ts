import type { Grammar, Named } from "./compiled.ts";
import { ROLES, type FindThings, type Role } from "./find-things.ts";
import { digitalAt, timeAfterHalf, timeAlone, timeAt } from "./read-times.ts";
import { matchTemplate, type Match, type SlotReader, type Template } from "./template.ts";
import type { Token } from "./tokens.ts";
import { aTime, keyOf, numbersOf, type MatchAt, type Value, type Values } from "./value.ts";
import { ASIDES } from "./words/catalogue.ts";

const DAY_MINUTES = 1_440;

/** Reads the slots of a request's templates. */
export function valueReader(
  text: string,
  tokens: readonly Token[],
  grammar: Grammar,
  find: FindThings,
): SlotReader<Value> {
  const cache = new Map<string, Values>();
  const match = (template: Template, at: number): Values => matchTemplate(template, tokens, at, read);

  const named = <Name extends string>(
    all: Named<Name>,
    at: number,
    toValue: (name: Name, values: readonly Value[]) => Value,
  ): Values =>
    all.flatMap(([name, templates]) =>
      templates.flatMap((template) =>
        match(template, at).map(({ end, values }) => ({ end, values: [toValue(name, values)] })),
      ),
    );

  const things = (role: Role, at: number): Values =>
    Array.from({ length: Math.min(MAX_NAME, tokens.length - at) }, (_, index) => at + index + 1).flatMap((end) => {
      const entities = find(
        tokens.slice(at, end).map((token) => token.text),
        role,
      );
      const isUsable = entities.length === 1 || (entities.length > 1 && role === "target");
      return isUsable ? [{ end, values: [{ kind: "things", entities }] }] : [];
    });

  /** Whether a dash stands before the token: "Mon-Fri". */
  const isDashed = (at: number): boolean =>
    /^\s*[-\u2013\u2014]\s*$/.test(text.slice(tokens[at - 1]?.to ?? 0, tokens[at]?.from));

  /** One, or two with a word between. */
  const joined = (slot: string, at: number, between: Template): Values => {
    const ones = read(slot, at);
    const twos = ones.flatMap((one) =>
      match(between, one.end).flatMap(({ end: next }) =>
        read(slot, next).map(({ end, values }) => ({ end, values: [...one.values, ...values] })),
      ),
    );
    return [...ones, ...twos];
  };

  const asides = grammar.clauses.filter(([name]) => ASIDES.has(name));
  const readers: Readonly<Record<string, (at: number) => Values>> = {
    ...Object.fromEntries(ROLES.map((role) => [role, (at: number) => things(role, at)])),
    number: (at) => numberAt(tokens, at, grammar),
    duration: (at) => durationAt(at, grammar, match),
    time: (at) => [...timeAt(tokens, at, grammar, match), ...timeAfterHalf(tokens, at, grammar, match)],
    dayTime: (at) => [...timeAlone(tokens, at, grammar, match), ...timeAfterHalf(tokens, at, grammar, match)],
    clock: (at) => digitalAt(tokens, at).map(({ end, minutes }) => ({ end, values: [aTime(minutes, false)] })),
    hour: (at) => numberAt(tokens, at, grammar).filter(({ values }) => isWithin(values, 24)),
    minute: (at) => numberAt(tokens, at, grammar).filter(({ values }) => isWithin(values, 59)),
    days: (at) => daysAt(at, grammar, match, isDashed),
    span: (at) =>
      read("time", at)
        .filter(({ end }) => isDashed(end))
        .flatMap((from) =>
          read("time", from.end).map(({ end, values }) => ({ end, values: [...from.values, ...values] })),
        ),
    state: (at) => named(grammar.states, at, (state, values) => ({ kind: "state", state, values })),
    states: (at) => joined("state", at, grammar.andIf),
    either: (at) => joined("state", at, grammar.orIf),
    aside: (at) => named(asides, at, (clause, values) => ({ kind: "aside", clause, values })),
    event: (at) => named(grammar.events, at, (event, values) => ({ kind: "event", event, values })),
    acts: (at) =>
      grammar.acting.flatMap(([state, template]) =>
        match(template, at).map(({ end }) => ({ end, values: [{ kind: "acts", state }] })),
      ),
    text: (at) => textAt(text, tokens, at),
  };

  function read(name: string, at: number): Values {
    const key = `${name} ${at}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const reader = readers[name];
    if (reader === undefined) throw new Error(`There is no slot {${name}}`);
    const found = at < tokens.length ? distinct(reader(at)) : [];
    cache.set(key, found);
    return found;
  }
  return read;
}

/** Tokens that a name can have in a request. */
const MAX_NAME = 8;

const distinct = (values: Values): Values => [
  ...new Map(values.map((one) => [JSON.stringify([one.end, one.values.map(keyOf)]), one])).values(),
];

const isWithin = (values: readonly Value[], most: number): boolean =>
  numbersOf(values).every((number) => Number.isInteger(number) && number >= 0 && number <= most);

const aNumber = (end: number, number: number): Match<Value> => ({ end, values: [{ kind: "number", number }] });

/** Digits, words ("dix-sept"), "treinta y cinco", "twenty five" or "fünfundzwanzig". */
function numberAt(tokens: readonly Token[], at: number, { numbers, joiner }: Grammar): Values {
  const word = tokens[at]?.text ?? "";
  if (/^-?\d/.test(word)) return [aNumber(at + 1, Number(word.replace(",", ".")))];
  const named = (from: number): readonly { readonly end: number; readonly value: number }[] =>
    [3, 2, 1].flatMap((length) => {
      const end = from + length;
      const value = end > tokens.length ? undefined : numbers.get(textOf(tokens.slice(from, end)));
      return value === undefined ? [] : [{ end, value }];
    });
  const [longest] = named(at);
  if (longest === undefined) return compoundOf(word, numbers, joiner).map((number) => aNumber(at + 1, number));
  const { end, value } = longest;
  const next = end + (tokens[end]?.text === joiner ? 1 : 0);
  const isOpen = value >= 20 && value % 10 === 0 && value < 100;
  const units = isOpen ? named(next).filter((unit) => unit.value > 0 && unit.value < 10) : [];
  return [aNumber(end, value), ...units.map((unit) => aNumber(unit.end, value + unit.value))];
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(" ");

function compoundOf(word: string, numbers: ReadonlyMap<string, number>, joiner: string): readonly number[] {
  if (joiner === "") return [];
  return [...numbers].flatMap(([unit, value]) => {
    if (value < 1 || value > 9 || !word.startsWith(unit + joiner)) return [];
    const tens = numbers.get(word.slice(unit.length + joiner.length)) ?? 0;
    return tens >= 20 && tens % 10 === 0 ? [tens + value] : [];
  });
}

/** "ten minutes", "half an hour", "1 hour 30 minutes". */
function durationAt(at: number, { durations, seconds, minutes, hours }: Grammar, match: MatchAt): Values {
  const toDuration = (end: number, count: number): Values =>
    count > 0 && count <= DAY_MINUTES ? [{ end, values: [{ kind: "duration", minutes: count }] }] : [];
  const sum = (values: readonly Value[]): number => numbersOf(values).reduce((total, number) => total + number, 0);
  const inHours = match(hours, at);
  return [
    ...durations.flatMap(([template, count]) => match(template, at).flatMap(({ end }) => toDuration(end, count))),
    ...match(seconds, at).flatMap(({ end, values }) => toDuration(end, sum(values) / 60)),
    ...match(minutes, at).flatMap(({ end, values }) => toDuration(end, sum(values))),
    ...inHours.flatMap(({ end, values }) => toDuration(end, sum(values) * 60)),
    ...inHours.flatMap((hour) =>
      match(minutes, hour.end).flatMap(({ end, values }) => toDuration(end, sum(hour.values) * 60 + sum(values))),
    ),
  ];
}

/** A day, a list of days or ranges: "Monday to Friday", "Saturday and Sunday", "Mon-Thu, Sat". */
function daysAt(
  at: number,
  { days, shortDays, listWords, rangeWords }: Grammar,
  match: MatchAt,
  isDashed: (at: number) => boolean,
): Values {
  const named = (from: number, all: Grammar["days"]): readonly NamedDays[] =>
    all.flatMap(([template, some]) => match(template, from).map(({ end }) => ({ end, days: some })));
  const single = (from: number): readonly NamedDays[] => [...named(from, days), ...named(from, shortDays)];
  const ranges = (from: number): readonly NamedDays[] =>
    single(from).flatMap((first) =>
      [...(isDashed(first.end) ? [first.end] : []), ...match(rangeWords, first.end).map(({ end }) => end)].flatMap(
        (next) =>
          single(next).map((last) => ({ end: last.end, days: daysBetween(first.days[0] ?? 0, last.days[0] ?? 0) })),
      ),
    );
  const parts = (from: number): readonly NamedDays[] => [...single(from), ...ranges(from)];
  const lists = (list: NamedDays, depth: number): readonly NamedDays[] =>
    depth > MAX_DAYS
      ? []
      : [...(isDashed(list.end) ? [] : [list.end]), ...match(listWords, list.end).map(({ end }) => end)].flatMap(
          (from) =>
            parts(from).flatMap((next) => {
              const joined = { end: next.end, days: [...list.days, ...next.days] };
              return [joined, ...lists(joined, depth + 1)];
            }),
        );
  return [...named(at, days), ...ranges(at), ...parts(at).flatMap((first) => lists(first, 1))].map((one) => ({
    end: one.end,
    values: [{ kind: "days", days: [...new Set(one.days)].toSorted((a, b) => a - b) }],
  }));
}

interface NamedDays {
  readonly end: number;
  readonly days: readonly number[];
}

const MAX_DAYS = 6;

const daysBetween = (first: number, last: number): readonly number[] =>
  Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => (first + index) % 7);

/** All the rest, as it was written. */
function textAt(text: string, tokens: readonly Token[], at: number): Values {
  const from = tokens[at]?.from;
  if (from === undefined || tokens.length - at > MAX_TITLE) return [];
  const written = text
    .normalize("NFC")
    .slice(from)
    .replaceAll(/["\u201c\u201d\u201e«».!]+\s*$/g, "")
    .trim();
  return [{ end: tokens.length, values: [{ kind: "text", text: written }] }];
}

const MAX_TITLE = 6;
