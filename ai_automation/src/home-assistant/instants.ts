/** Seconds to whole milliseconds. Rounds to Home Assistant's microseconds first, so that the result equals that of the ISO text. */
export const instantOfSeconds = (seconds: number): number => Math.floor(Math.round(seconds * 1e6) / 1_000);

/** Milliseconds UTC of an ISO text with an offset, truncated to whole milliseconds. */
export const instantOfText = (text: string): number => Date.parse(text);

export const isoOf = (instant: number): string => new Date(instant).toISOString();
