/** Home Assistant's seconds in whole milliseconds; rounded to its microseconds first, so that a text of it gives the same. */
export const instantOfSeconds = (seconds: number): number => Math.floor(Math.round(seconds * 1e6) / 1_000);

/** The instant of an ISO text with an offset; what is finer than milliseconds is cut off, as `Date.parse` does. */
export const instantOfText = (text: string): number => Date.parse(text);

export const isoOf = (instant: number): string => new Date(instant).toISOString();
