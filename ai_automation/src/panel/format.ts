import { once } from "./once.ts";

/** Formats dates, times and numbers in the user's language and the home's time zone. The clock has 24 hours, as in the titles. */
export interface Format {
  readonly zone: string;
  day(at: string | number): string;
  /** A calendar day of the home, as YYYY-MM-DD. */
  calendarDay(day: string): string;
  time(at: string | number): string;
  /** With seconds. */
  exactTime(at: string | number): string;
  moment(at: string | number): string;
  number(value: number): string;
  percent(share: number): string;
  /** The short name of a calendar day's weekday. */
  weekday(day: string): string;
  /** Minutes since local midnight, from 0 to 1,439. */
  minuteOf(at: string | number): number;
  /** The home's local day, as YYYY-MM-DD. */
  dayOf(at: string | number): string;
}

/** Formatters are created when they are first used: each costs a phone some milliseconds. */
export function createFormat(language: string, zone: string): Format {
  const of = (options: Intl.DateTimeFormatOptions, locale = language, timeZone = zone): (() => Intl.DateTimeFormat) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  const day = of(DAY);
  const calendarDay = of(DAY, language, "UTC");
  const time = of(CLOCK);
  const exactTime = of({ ...CLOCK, second: "2-digit" });
  const moment = of({ ...DAY, ...CLOCK });
  const clock = of(CLOCK, "en-GB");
  const calendar = of({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");
  const weekday = of({ weekday: "short" }, language, "UTC");
  const number = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
  const percent = once(() => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }));
  return {
    zone,
    day: (at) => day().format(new Date(at)),
    calendarDay: (date) => calendarDay().format(noonOf(date)),
    time: (at) => time().format(new Date(at)),
    exactTime: (at) => exactTime().format(new Date(at)),
    moment: (at) => moment().format(new Date(at)),
    number: (value) => number().format(value),
    percent: (share) => percent().format(share),
    weekday: (date) => weekday().format(noonOf(date)),
    minuteOf: (at) => {
      const [hour = 0, minute = 0] = clock().format(new Date(at)).split(":").map(Number);
      return hour * 60 + minute;
    },
    dayOf: (at) => calendar().format(new Date(at)),
  };
}

const DAY = { weekday: "short", day: "numeric", month: "short" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
