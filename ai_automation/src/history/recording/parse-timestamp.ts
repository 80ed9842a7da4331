export interface Timestamp {
  /** Milliseconds: UTC if the text has an offset, otherwise the wall clock as if it were UTC. */
  readonly at: number;
  readonly hasOffset: boolean;
}

const PATTERN = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/** Parses ISO 8601 instants. Caches the last day, because a recording has thousands of rows per day. */
export function createTimestampParser(): (text: string) => Timestamp | undefined {
  let lastDay = "";
  let midnight = NaN;
  return (text) => {
    const match = PATTERN.exec(text);
    if (match === null) return undefined;
    const [, day = "", hours, minutes, seconds, fraction, offset] = match;
    if (day !== lastDay) {
      lastDay = day;
      midnight = Date.parse(`${day}T00:00:00Z`);
      if (!Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) !== day) midnight = NaN;
    }
    const time = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    if (Number.isNaN(midnight) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
    const milliseconds = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
    return { at: midnight + time * 1_000 + milliseconds - offsetMs(offset), hasOffset: offset !== undefined };
  };
}

/**
 * Parses the usual forms from bytes, such as 2023-10-01T18:30:00Z: `at`, or NaN for all others, which may be valid.
 * `hasOffset` is that of the last time.
 */
export interface TimestampReader {
  readonly at: (bytes: Uint8Array, from: number, to: number) => number;
  readonly hasOffset: () => boolean;
}

const [DASH, POINT, COLON, UPPER_T, UPPER_Z] = [0x2d, 0x2e, 0x3a, 0x54, 0x5a];
const SECONDS_END = "2023-10-01T18:30:00".length;
const MOST_DIGITS = 9;

/** Reads digits, so that a line takes no regular expression. Caches the last day, as `createTimestampParser` does. */
export function createTimestampReader(): TimestampReader {
  const parse = createTimestampParser();
  let lastDay = NaN;
  let midnight = NaN;
  let hasOffset = false;
  const midnightOf = (year: number, month: number, day: number): number => {
    const key = year * 10_000 + month * 100 + day;
    if (key !== lastDay) {
      lastDay = key;
      const text = [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")];
      midnight = parse(`${text.join("-")}T00:00:00Z`)?.at ?? NaN;
    }
    return midnight;
  };
  return {
    hasOffset: () => hasOffset,
    at: (bytes, from, to) => {
      if (to - from < SECONDS_END || !isDateTime(bytes, from)) return NaN;
      const day = midnightOf(numberAt(bytes, from, 4), numberAt(bytes, from + 5, 2), numberAt(bytes, from + 8, 2));
      const hours = numberAt(bytes, from + 11, 2);
      const minutes = numberAt(bytes, from + 14, 2);
      const seconds = numberAt(bytes, from + 17, 2);
      if (!(hours < 24 && minutes < 60 && seconds < 60)) return NaN;
      let end = from + SECONDS_END;
      let milliseconds = 0;
      if (bytes[end] === POINT && end < to) {
        const first = end + 1;
        for (end = first; end < to && isDigit(bytes[end]!);) end += 1;
        const digits = end - first;
        if (digits === 0 || digits > MOST_DIGITS) return NaN;
        milliseconds = Math.floor((numberAt(bytes, first, digits) / 10 ** digits) * 1_000);
      }
      hasOffset = end < to;
      if (hasOffset && !(end === to - 1 && bytes[end] === UPPER_Z)) return NaN;
      return day + (hours * 3_600 + minutes * 60 + seconds) * 1_000 + milliseconds;
    },
  };
}

const isDateTime = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 4] === DASH &&
  bytes[from + 7] === DASH &&
  bytes[from + 10] === UPPER_T &&
  bytes[from + 13] === COLON &&
  bytes[from + 16] === COLON;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** NaN if not all are digits. */
function numberAt(bytes: Uint8Array, from: number, length: number): number {
  let number = 0;
  for (let i = from; i < from + length; i++) number = isDigit(bytes[i]!) ? number * 10 + bytes[i]! - 0x30 : NaN;
  return number;
}

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset === "Z") return 0;
  const size = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000;
  return offset.startsWith("-") ? -size : size;
}
