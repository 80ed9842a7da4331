import { STATED_WORDS, type StatedWords } from "./stated-words.ts";
import { plainText } from "./text/match-words.ts";

/** Facts that can be read from a text without interpreting it; plans are checked against them. */
export interface StatedFacts {
  /** Every number, in digits or as a word. */
  readonly numbers: ReadonlySet<number>;
  /** Whether the text mentions a time of day, given in minutes since midnight. */
  readonly hasTime: (minutes: number) => boolean;
  /** Monday = 0; null if no day is mentioned. */
  readonly days: ReadonlySet<number> | null;
  /** Whether the mentioned days are the excluded ones. */
  readonly isOtherDays: boolean;
  readonly light: "dark" | "day" | null;
  readonly direction: "later" | "earlier" | null;
  readonly switching: "on" | "off" | null;
}

export function statedFacts(text: string, language: string): StatedFacts {
  const own = STATED_WORDS[language.split(/[-_]/)[0]?.toLowerCase() ?? ""];
  const plain = plainText(text)
    .replaceAll(WORKING_WEEK, "workdays")
    .replaceAll(WEEKEND, "weekend")
    .replaceAll(SPANISH_EXCEPT, "excepto");
  const words = new Set(plain.match(/[\p{L}]+/gu));
  const numbers = new Set([
    ...digitsIn(plain),
    ...[...words].flatMap((word) => NUMBER_WORDS.get(word) ?? []),
    ...numbersOf(words, own),
  ]);
  const has = (common: ReadonlySet<string>, list: ListName): boolean =>
    hasAny(words, common) || (own !== undefined && hasAny(words, listOf(own[list])));
  return {
    numbers,
    hasTime: timesIn(plain, words, numbers, { language, isLate: has(LATE, "late") }),
    days: EVERY_DAY.test(plain) || own?.everyDay.test(plain) === true ? ALL_DAYS : daysIn(plain, words, own),
    isOtherDays: has(NOT, "not") && !has(ONLY, "only"),
    light: either(has(DARK, "dark"), "dark", has(DAY, "day"), "day"),
    direction: either(has(LATER, "later"), "later", has(EARLIER, "earlier"), "earlier"),
    switching: either(has(ON, "on"), "on", has(OFF, "off"), "off"),
  };
}

type ListName = "not" | "only" | "late" | "dark" | "day" | "later" | "earlier" | "on" | "off";

const ALL_DAYS: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6]);

const numbersOf = (words: ReadonlySet<string>, own: StatedWords | undefined): readonly number[] =>
  Object.entries(own?.numbers ?? {}).flatMap(([number, texts]) =>
    texts.split(" ").some((text) => words.has(text)) ? [Number(number)] : [],
  );

/** "18:30", "18h30" and "18.30" give both numbers; "2.5" gives 2, 5 and 2.5. */
function digitsIn(text: string): readonly number[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)?/g)].flatMap(([number]) => [
    Number(number.replace(",", ".")),
    ...number.split(/[.,]/).map(Number),
  ]);
}

/** Exact times ("18:30", "18h30"), and "half past six", "halb sieben" or "quarter to seven" as the language means them. */
function timesIn(
  text: string,
  words: ReadonlySet<string>,
  numbers: ReadonlySet<number>,
  { language, isLate }: { readonly language: string; readonly isLate: boolean },
): StatedFacts["hasTime"] {
  const exact = new Set(
    [...text.matchAll(/(\d{1,2})[:.h](\d{2})(?!\d)/g)].map(([, hour, minute]) => Number(hour) * 60 + Number(minute)),
  );
  const isHalfBefore = words.has("halb") || (language.startsWith("nl") && words.has("half"));
  const isTo = hasAny(words, TO);
  const hasHour = (hour: number): boolean => numbers.has(hour) || (hour === 0 && numbers.has(24));
  return (minutes) => {
    const [hour, rest] = [Math.floor(minutes / 60), minutes % 60];
    const isMentioned = (at: number): boolean => {
      if (exact.size > 0 && rest !== 0) return exact.has(at * 60 + rest);
      if (rest === 0) return hasHour(at);
      const isBefore = rest === 30 ? isHalfBefore : isTo;
      return isBefore ? hasHour((at + 1) % 24) && numbers.has(60 - rest) : hasHour(at) && numbers.has(rest);
    };
    return isMentioned(hour) || (isLate && hour > 12 && isMentioned(hour - 12));
  };
}

function either<A, B>(hasA: boolean, a: A, hasB: boolean, b: B) {
  if (hasA === hasB) return null;
  return hasA ? a : b;
}

function daysIn(plain: string, words: ReadonlySet<string>, own: StatedWords | undefined): ReadonlySet<number> | null {
  const named = [
    ...DAYS.flatMap(([days, names]) => (hasAny(words, names) ? days : [])),
    ...(own?.days ?? []).flatMap((name, day) => (name.test(plain) ? [day] : [])),
    ...(own?.workdays.test(plain) === true ? [0, 1, 2, 3, 4] : []),
    ...(own?.weekend.test(plain) === true ? [5, 6] : []),
  ];
  return named.length === 0 ? null : new Set(named);
}

const hasAny = (words: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...words].some((word) => others.has(word));

const listOf = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(" ")));

const NUMBERS: readonly (readonly [number, string])[] = [
  [0, "zero null nul cero midnight mitternacht middernacht minuit medianoche"],
  [1, "one ein eine einer einen eins een un une uno una an"],
  [2, "two zwei twee deux dos"],
  [3, "three drei drie trois tres"],
  [4, "four vier quatre cuatro"],
  [5, "five funf fuenf vijf cinq cinco"],
  [6, "six sechs zes seis"],
  [7, "seven sieben zeven sept siete"],
  [8, "eight acht huit ocho"],
  [9, "nine neun negen neuf nueve"],
  [10, "ten zehn tien dix diez"],
  [11, "eleven elf onze once"],
  [12, "twelve zwolf zwoelf twaalf douze doce noon midday mittag middag midi mediodia"],
  [15, "fifteen funfzehn fuenfzehn vijftien quinze quince quarter viertel viertelstunde kwart kwartier quart cuarto"],
  [20, "twenty zwanzig twintig vingt veinte"],
  [30, "thirty dreissig dertig trente treinta half halb halbe halben halbstunde halve halfuur demi demie media"],
  [40, "forty vierzig veertig quarante cuarenta"],
  [45, "dreiviertelstunde"],
  [50, "fifty funfzig fuenfzig vijftig cinquante cincuenta"],
];

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  NUMBERS.flatMap(([number, words]) => words.split(" ").map((word) => [word, number] as const)),
);

const DAYS: readonly (readonly [readonly number[], ReadonlySet<string>])[] = [
  [[0], listOf("monday mondays montag montags maandag maandags lundi lundis lunes")],
  [[1], listOf("tuesday tuesdays dienstag dienstags dinsdag dinsdags mardi mardis martes")],
  [[2], listOf("wednesday wednesdays mittwoch mittwochs woensdag woensdags mercredi mercredis miercoles")],
  [[3], listOf("thursday thursdays donnerstag donnerstags donderdag donderdags jeudi jeudis jueves")],
  [[4], listOf("friday fridays freitag freitags vrijdag vrijdags vendredi vendredis viernes")],
  [[5], listOf("saturday saturdays samstag samstags sonnabend zaterdag zaterdags samedi samedis sabado sabados")],
  [[6], listOf("sunday sundays sonntag sonntags zondag zondags dimanche dimanches domingo domingos")],
  [
    [0, 1, 2, 3, 4],
    listOf(
      "workday workdays weekday weekdays werktag werktage werktags werktagen arbeitstag arbeitstage arbeitstagen",
      "werkdag werkdagen weekdag weekdagen doordeweeks ouvrables ouvres laborables laborable semaine semana",
    ),
  ],
  [[5, 6], listOf("weekend weekends wochenende wochenenden wochenends weekeinde week-end fin fines")],
];

/** Days that several words name. */
const WORKING_WEEK = /\b(unter der woche|in der woche|door de week|en semaine|entre semana|during the week)\b/g;
const WEEKEND = /\b(week-ends?|fin(es)? de semana|fins? de semaine|(fim|fins|final|finais) de semana)\b/g;

/** Beside it, "menos" is in the time: "las ocho menos cuarto". */
const SPANISH_EXCEPT = /\bmenos (?=(el|los) )/g;

const EVERY_DAY =
  /\b(every day|daily|jeden tag|taglich|alle tage|elke dag|dagelijks|tous les jours|todos los dias|cada dia)\b/;
const NOT = listOf(
  "not no except skip without never nicht kein keine ausser ohne niet geen behalve zonder pas sauf sans excepto sin",
);
const ONLY = listOf("only just nur bloss alleen enkel slechts seulement uniquement solo solamente");
const LATE = listOf(
  "pm evening afternoon tonight night abends abend nachmittags avonds avond middags soir tarde noche",
);
const TO = listOf("to before vor voor moins menos");
const DARK = listOf("dark darkness dunkel dunkelheit donker nuit sombre noir oscuro oscuridad noche");
const DAY = listOf("daylight hell tageslicht licht daglicht clair lumiere claro luz bright");
const LATER = listOf("later spater spaeter tarde tard");
const EARLIER = listOf("earlier sooner fruher frueher eerder vroeger tot temprano antes");
const ON = listOf("on ein einschalten anschalten an aan aanzetten inschakelen allume allumer enciende encender");
const OFF = listOf("off aus ausschalten abschalten uit uitzetten uitschakelen eteins eteindre apaga apagar");
