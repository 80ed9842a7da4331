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

function offsetMs(offset: string | undefined): number {
  if (offset === undefined || offset === "Z") return 0;
  const size = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000;
  return offset.startsWith("-") ? -size : size;
}
