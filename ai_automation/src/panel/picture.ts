import type { Format } from "./format.ts";
import type { Action, Daylight, Mark } from "./wire.ts";

/** One mark on the evidence picture. */
export interface Spot {
  readonly at: string;
  readonly minute: number;
  readonly kind: "manual" | "right" | "wrong" | "idle";
}

/** One local day. */
export interface DayRow {
  readonly day: string;
  readonly spots: readonly Spot[];
  /** Sunrise and sunset as minutes of the local day; null if the sun does not rise or set. */
  readonly light: readonly [rise: number, set: number] | null;
}

const KIND_OF = { tp: "right", fp: "wrong", noop: "idle", duplicate: "idle" } as const;

/** The days of a span, newest first. */
export const daysOf = (
  { from, to }: { readonly from: string; readonly to: string },
  format: Format,
): readonly string[] => daysBetween(format.dayOf(from), format.dayOf(Date.parse(to) - 1));

/** The manual actions, and what the automation would have done, on consecutive days, newest first. */
export function rowsOf(
  days: readonly string[],
  picture: {
    readonly actions: readonly Pick<Action, "at">[];
    readonly marks: readonly Mark[];
    readonly from: string;
    readonly to: string;
    readonly daylight: readonly Daylight[];
  },
  format: Format,
): readonly DayRow[] {
  const spots = new Map<string, Spot[]>(days.map((day) => [day, []]));
  const [latest, earliest] = [days[0], days.at(-1)];
  if (latest === undefined || earliest === undefined) return [];
  // Time zone conversion is slow, so whatever is more than a day away in UTC is filtered out first.
  const after = shifted(earliest, -1);
  const before = shifted(latest, 2);
  const isNear = ({ at }: { readonly at: string }): boolean => at >= after && at < before;
  const add = (at: string, kind: Spot["kind"]): void => {
    spots.get(format.dayOf(at))?.push({ at, minute: format.minuteOf(at), kind });
  };
  for (const { at } of picture.actions.filter(isNear)) if (at >= picture.from && at < picture.to) add(at, "manual");
  for (const { at, outcome } of picture.marks.filter(isNear)) add(at, KIND_OF[outcome]);
  const daylight = new Map(picture.daylight.map((one) => [one.day, one]));
  return days.map((day) => {
    const sun = daylight.get(day);
    return { day, spots: spots.get(day) ?? [], light: sun === undefined ? null : lightOf(sun, format) };
  });
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

/** Sunrise and sunset as minutes of the local day, cut off at midnight; null if the sun does not rise or set. */
function lightOf(
  { day, sunrise, sunset }: Daylight,
  { dayOf, minuteOf }: Pick<Format, "dayOf" | "minuteOf">,
): readonly [rise: number, set: number] | null {
  if (sunrise === null || sunset === null) return null;
  return [dayOf(sunrise) < day ? 0 : minuteOf(sunrise), dayOf(sunset) > day ? 1_440 : minuteOf(sunset)];
}
