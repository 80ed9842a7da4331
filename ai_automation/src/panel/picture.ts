import type { Format } from "./format.ts";
import type { Action, Mark } from "./wire.ts";

/** One thing on the evidence picture: where it lies across the day, and what it was. */
export interface Spot {
  readonly at: string;
  readonly minute: number;
  readonly kind: "hand" | "right" | "wrong" | "idle";
}

/** One local day, newest first. */
export interface DayRow {
  readonly day: string;
  readonly spots: readonly Spot[];
  /** Minutes of sunrise and sunset; null where the sun is not known. */
  readonly light: readonly [rise: number, set: number] | null;
}

const KIND_OF = { tp: "right", fp: "wrong", noop: "idle", duplicate: "idle" } as const;

/** The days of a span, newest first. */
export const daysOf = (
  { from, to }: { readonly from: string; readonly to: string },
  format: Format,
): readonly string[] => daysBetween(format.dayOf(from), format.dayOf(Date.parse(to) - 1));

/** What people did and what the automation would have done on some days that follow each other, newest first. */
export function rowsOf(
  days: readonly string[],
  picture: {
    readonly actions: readonly Action[];
    readonly marks: readonly Mark[];
    readonly from: string;
    readonly to: string;
    readonly sun: { readonly latitude: number; readonly longitude: number } | null;
  },
  format: Format,
): readonly DayRow[] {
  const spots = new Map<string, Spot[]>(days.map((day) => [day, []]));
  const [latest, earliest] = [days[0], days.at(-1)];
  if (latest === undefined || earliest === undefined) return [];
  // Reading a wall clock is slow: what is far from these days by the clock of Greenwich is not asked.
  const after = shifted(earliest, -1);
  const before = shifted(latest, 2);
  const isNear = ({ at }: { readonly at: string }): boolean => at >= after && at < before;
  const add = (at: string, kind: Spot["kind"]): void => {
    spots.get(format.dayOf(at))?.push({ at, minute: format.minuteOf(at), kind });
  };
  for (const { at } of picture.actions.filter(isNear)) if (at >= picture.from && at < picture.to) add(at, "hand");
  for (const { at, outcome } of picture.marks.filter(isNear)) add(at, KIND_OF[outcome]);
  return days.map((day) => ({
    day,
    spots: spots.get(day) ?? [],
    light: picture.sun === null ? null : daylight(day, picture.sun, format),
  }));
}

const DAY = 86_400_000;

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const shifted = (day: string, days: number): string => dateOf(Date.parse(day) + days * DAY);

/** Newest first. */
function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(last); at >= Date.parse(first); at -= DAY) days.push(dateOf(at));
  return days;
}

/** To a few minutes, which is enough for a shade: NOAA's general solar position equations. */
export function daylight(
  day: string,
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
  format: Pick<Format, "minuteOf">,
): readonly [number, number] | null {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const start = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`);
  const angle = (2 * Math.PI * ((noon - start) / DAY)) / 365;
  const declination =
    0.006918 -
    0.399912 * Math.cos(angle) +
    0.070257 * Math.sin(angle) -
    0.006758 * Math.cos(2 * angle) +
    0.000907 * Math.sin(2 * angle);
  const equation =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(angle) -
      0.032077 * Math.sin(angle) -
      0.014615 * Math.cos(2 * angle) -
      0.040849 * Math.sin(2 * angle));
  const radians = (latitude * Math.PI) / 180;
  const cosine =
    Math.cos((90.833 * Math.PI) / 180) / (Math.cos(radians) * Math.cos(declination)) -
    Math.tan(radians) * Math.tan(declination);
  if (cosine > 1 || cosine < -1) return null;
  const half = (Math.acos(cosine) * 180) / Math.PI;
  const at = (degrees: number): number => {
    const utc = 720 - 4 * (longitude + degrees) - equation;
    return format.minuteOf(Date.parse(`${day}T00:00:00Z`) + utc * 60_000);
  };
  return [at(half), at(-half)];
}
