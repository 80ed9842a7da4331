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

export function createFormat(language: string, zone: string): Format {
  const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  const day = of({ weekday: "short", day: "numeric", month: "short" });
  const calendarDay = new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const time = of({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const exactTime = of({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const moment = of({
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const calendar = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const weekday = new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "short" });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  return {
    zone,
    day: (at) => day.format(new Date(at)),
    calendarDay: (day) => calendarDay.format(Date.parse(`${day}T12:00:00Z`)),
    time: (at) => time.format(new Date(at)),
    exactTime: (at) => exactTime.format(new Date(at)),
    moment: (at) => moment.format(new Date(at)),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    weekday: (day) => weekday.format(Date.parse(`${day}T12:00:00Z`)),
    minuteOf: (at) => {
      const [hour = 0, minute = 0] = clock.format(new Date(at)).split(":").map(Number);
      return hour * 60 + minute;
    },
    dayOf: (at) => calendar.format(new Date(at)),
  };
}
