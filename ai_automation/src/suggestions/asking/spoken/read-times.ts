import type { Grammar } from "./compiled.ts";
import type { Match, Template } from "./template.ts";
import type { Token } from "./tokens.ts";
import { aTime, numbersOf, type MatchAt, type Value, type Values } from "./value.ts";

const DAY_MINUTES = 1_440;

/** Numerals and words; hours up to 12 are of the afternoon only if the text says so. */
export function timeAt(tokens: readonly Token[], at: number, grammar: Grammar, match: MatchAt): Values {
  const anyOf = (templates: readonly Template[]): Values => templates.flatMap((template) => match(template, at));
  const spoken = [
    ...namedAt(grammar.times, at, match),
    ...hourAndMinute(anyOf(grammar.minutesPast), ([minute = NaN, hour = NaN]) => hour * 60 + minute),
    ...hourAndMinute(anyOf(grammar.minutesTo), ([minute = NaN, hour = NaN]) => hour * 60 - minute),
    ...hourAndMinute(match(grammar.timeLessMinutes, at), ([hour = NaN, minute = NaN]) => hour * 60 - minute),
    ...hourAndMinute(match(grammar.timeThenMinutes, at), ([hour = NaN, minute = NaN]) => hour * 60 + minute),
  ].filter(({ minutes }) => Number.isFinite(minutes));
  const written = digitalAt(tokens, at).map((time) => ({ ...time, isVague: false }));
  return withHalves(tokens, at, [...written, ...spoken], grammar, match);
}

/** Times that nobody takes for a number, so that they need no "at": "halv sju", "al mediodía". */
export const timeAlone = (tokens: readonly Token[], at: number, grammar: Grammar, match: MatchAt): Values =>
  withHalves(tokens, at, namedAt(grammar.timesAlone, at, match), grammar, match);

interface SomeTime {
  readonly end: number;
  readonly minutes: number;
  readonly isVague: boolean;
}

const namedAt = (times: Grammar["times"], at: number, match: MatchAt): readonly SomeTime[] =>
  times.flatMap(([template, add]) =>
    match(template, at).map(({ end, values }) => {
      const [hour] = numbersOf(values);
      const [clock] = values.flatMap((value) => (value.kind === "time" ? [value.minutes] : []));
      return { end, minutes: (hour === undefined ? (clock ?? 0) : hour * 60) + add, isVague: hour !== undefined };
    }),
  );

/** Each time, and with the half of the day that is said after it. */
function withHalves(
  tokens: readonly Token[],
  at: number,
  times: readonly SomeTime[],
  grammar: Grammar,
  match: MatchAt,
): Values {
  return times.flatMap(({ end, minutes: counted, isVague }) => {
    const minutes = (counted + DAY_MINUTES) % DAY_MINUTES;
    const said = HALVES.flatMap(([half, toHalf]) =>
      match(grammar[half], end).map((part): Match<Value> => ({
        end: part.end,
        values: [aTime(toHalf(minutes), false)],
      })),
    );
    const isEarly = isVague && minutes >= 60 && minutes < 720;
    const isWritten = grammar.hoursAreOf24 && isWrittenHour(tokens.slice(at, end));
    return [{ end, values: [aTime(minutes, isEarly, isEarly && !isWritten)] }, ...said];
  });
}

/** "7 h", "7 Uhr". */
const isWrittenHour = (tokens: readonly Token[]): boolean =>
  tokens.length > 1 && tokens.some(({ text }) => /^\d{1,2}$/.test(text)) && /^\p{L}+$/u.test(tokens.at(-1)?.text ?? "");

const inMorning = (minutes: number): number => (minutes >= 720 && minutes < 780 ? minutes - 720 : minutes);
const inAfternoon = (minutes: number): number => (minutes < 720 ? minutes + 720 : minutes);
/** Midnight is twelve at night, and six o'clock the first hour of the evening. */
const inNight = (minutes: number): number => (minutes >= 360 && minutes < 720 ? minutes + 720 : inMorning(minutes));

const HALVES = [
  ["morning", inMorning],
  ["afternoon", inAfternoon],
  ["night", inNight],
] as const;

/** "Every evening at nine". */
export const timeAfterHalf = (tokens: readonly Token[], at: number, grammar: Grammar, match: MatchAt): Values =>
  (
    [
      [grammar.morningFirst, inMorning],
      [grammar.afternoonFirst, inAfternoon],
    ] as const
  ).flatMap(([first, toHalf]) =>
    match(first, at).flatMap(({ end: from }) =>
      timeAt(tokens, from, grammar, match).map(({ end, values }) => ({
        end,
        values: values.map((value) => (value.kind === "time" ? aTime(toHalf(value.minutes), false) : value)),
      })),
    ),
  );

const hourAndMinute = (matches: Values, toMinutes: (numbers: readonly number[]) => number) =>
  matches.map(({ end, values }) => ({ end, minutes: toMinutes(numbersOf(values)), isVague: true }));

/** "6:45", "6.45", "6h45". */
export function digitalAt(
  tokens: readonly Token[],
  at: number,
): readonly { readonly end: number; readonly minutes: number }[] {
  const word = (index: number): string => tokens[at + index]?.text ?? "";
  const [, dottedHour, dottedMinute] = /^(\d{1,2})[.](\d{2})$/.exec(word(0)) ?? [];
  const toTime = (length: number, hour: string, minute: string) => {
    const [hours, minutes] = [Number(hour), Number(minute)];
    return hours < 24 && minutes < 60 ? [{ end: at + length, minutes: hours * 60 + minutes }] : [];
  };
  if (dottedHour !== undefined && dottedMinute !== undefined) return toTime(1, dottedHour, dottedMinute);
  const isSplit = /^\d{1,2}$/.test(word(0)) && [":", "h", "u"].includes(word(1)) && /^\d{2}$/.test(word(2));
  return isSplit ? toTime(3, word(0), word(2)) : [];
}
