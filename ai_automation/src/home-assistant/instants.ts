/** Home Assistant's two notations of an instant give the same whole millisecond, so that live and logbook agree on it. */

/** Seconds since the epoch with microseconds as fraction. */
export const fromSeconds = (seconds: number): number => Math.floor(Math.round(seconds * 1e6) / 1e3);

/** ISO 8601 with microseconds, as in `last_changed`; NaN when it is none. */
export function fromIso(text: string): number {
  const whole = Date.parse(text.replace(/\.\d+/, ""));
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  return whole + Math.floor(Number(fraction.slice(0, 6).padEnd(6, "0")) / 1e3);
}

export const toIso = (instant: number): string => new Date(instant).toISOString();
