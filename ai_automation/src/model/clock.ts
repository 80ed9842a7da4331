import { DAY, HOUR, MINUTE } from "./time.ts";

/**
 * The wall clock of a home. Instants are milliseconds UTC; days are whole local days since 1970-01-01;
 * weekdays count from Monday = 0.
 */
export interface Clock {
  readonly zone: string;
  /** Local wall clock minus UTC at an instant, in milliseconds. */
  offsetAt(instant: number): number;
  dayOf(instant: number): number;
  /** Milliseconds since local midnight as the wall clock shows them, 0 to 86,399,999. */
  timeOfDay(instant: number): number;
  /**
   * The instant at which the wall clock shows a time: the first instant after the gap if it never does, the first of
   * two if it does so twice.
   */
  instantOf(day: number, timeOfDay: number): number;
  /**
   * Every instant of a day at which the wall clock shows a time, ascending: none in the gap of a clock change, two in
   * the hour that is repeated.
   */
  instantsOf(day: number, timeOfDay: number): readonly number[];
  /** Maps a UTC instant to the clock's timeline: the identity, except for recordings without offsets. */
  fromUtc(instant: number): number;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Caches the clock of the last zone, because creating one is slower than using it. */
export function createClocks(): (zone: string) => Clock {
  let clock: Clock | undefined;
  return (zone) => {
    if (clock?.zone !== zone) clock = createClock(zone);
    return clock;
  };
}

/** @throws RangeError when the zone is not an IANA time zone. */
export function createClock(zone: string): Clock {
  const offsetAt = createOffsets(zone);
  const instantOf = (day: number, timeOfDay: number): number => {
    const local = day * DAY + timeOfDay;
    const before = offsetAt(local - DAY).offset;
    const after = offsetAt(local + DAY).offset;
    const first = local - before;
    if (before === after || offsetAt(first).offset === before) return first;
    const second = local - after;
    return offsetAt(second).offset === after ? second : startOf(offsetAt(first), offsetAt);
  };
  return {
    zone,
    offsetAt: (instant) => offsetAt(instant).offset,
    dayOf: (instant) => Math.floor((instant + offsetAt(instant).offset) / DAY),
    timeOfDay: (instant) => modulo(instant + offsetAt(instant).offset, DAY),
    instantOf,
    instantsOf: (day, timeOfDay) => {
      const local = day * DAY + timeOfDay;
      const before = offsetAt(local - DAY).offset;
      const after = offsetAt(local + DAY).offset;
      if (before === after) return [local - before];
      const instants = [local - before, local - after];
      return instants.filter((instant) => instant + offsetAt(instant).offset === local).toSorted((a, b) => a - b);
    },
    fromUtc: (instant) => instant,
  };
}

/** The clock of a recording without offsets: the wall clock is used as is, and the zone only serves the sun. */
export function createWallClock(zone: string): Clock {
  const real = createClock(zone);
  return {
    zone,
    offsetAt: () => 0,
    dayOf: (instant) => Math.floor(instant / DAY),
    timeOfDay: (instant) => modulo(instant, DAY),
    instantOf: (day, timeOfDay) => day * DAY + timeOfDay,
    instantsOf: (day, timeOfDay) => [day * DAY + timeOfDay],
    fromUtc: (instant) => instant + real.offsetAt(instant),
  };
}

export const weekdayOf = (day: number): number => modulo(day + 3, 7);

/** A local day as `YYYY-MM-DD`. */
export const formatDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The local day of a `YYYY-MM-DD` text, or undefined if it is not a date. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) return undefined;
  return instant / DAY;
}

/** Milliseconds since midnight as `HH:MM`, or `HH:MM:SS` if the seconds are not zero. */
export function formatTimeOfDay(timeOfDay: number): string {
  const text = new Date(timeOfDay).toISOString().slice(11, 19);
  return text.endsWith(":00") ? text.slice(0, 5) : text;
}

/** Milliseconds since midnight of `HH:MM` or `HH:MM:SS`, or undefined. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * HOUR + Number(match[2]) * MINUTE + Number(match[3] ?? 0) * 1_000;
}

export function isTimeZone(zone: string): boolean {
  try {
    return zone.length > 0 && Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Offsets by UTC month, computed once per month because Intl is too slow to call for each event. */
function createOffsets(zone: string): (instant: number) => Segment {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const months = new Map<number, readonly Segment[]>();
  let last: Segment = { from: 0, to: 0, offset: 0 };
  return (instant) => {
    if (instant >= last.from && instant < last.to) return last;
    const date = new Date(instant);
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    let segments = months.get(month);
    if (segments === undefined) {
      segments = segmentsOf(Date.UTC(1970, month), Date.UTC(1970, month + 1), (at) => offsetByIntl(format, at));
      months.set(month, segments);
    }
    const found = segments.find((segment) => instant < segment.to);
    if (found === undefined) throw new RangeError(`no offset of ${zone} at ${instant}`);
    last = found;
    return found;
  };
}

/** The instant of the clock change that began an offset, if the change is in this month or the one before. */
function startOf(segment: Segment, offsetAt: (instant: number) => Segment): number {
  const before = offsetAt(segment.from - 1);
  return before.offset === segment.offset ? before.from : segment.from;
}

function segmentsOf(start: number, end: number, offsetAt: (instant: number) => number): readonly Segment[] {
  const segments: Segment[] = [];
  let from = start;
  let offset = offsetAt(from);
  for (let at = from + DAY; at <= end; at += DAY) {
    const sampled = offsetAt(Math.min(at, end - 1));
    if (sampled === offset) continue;
    let low = at - DAY;
    let high = Math.min(at, end - 1);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    segments.push({ from, to: high, offset });
    from = high;
    offset = sampled;
  }
  segments.push({ from, to: end, offset });
  return segments;
}

function offsetByIntl(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const local = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  return local - Math.floor(instant / 1_000) * 1_000;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
