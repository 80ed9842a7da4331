import type { Frame } from "../history/frame/frame.ts";
import { domainOf, type Interval } from "../model/state-change.ts";
import { HOUR } from "../model/time.ts";
import { quantile } from "../statistics/quantile.ts";

/** Local days that say nothing about how people usually live, and that are not learned from. */
export interface UnusualDays {
  /** Whole days on which nobody was at home. */
  readonly away: readonly number[];
  /** Days with at least twice the usual activity, as with guests. */
  readonly crowded: readonly number[];
  /** Days in which learning was paused, if only for a part. */
  readonly paused: readonly number[];
  /** Days that nobody recorded, between others. */
  readonly unrecorded: readonly number[];
}

/** How long nobody must have been at home: a night elsewhere is usual in some homes. */
const LEAST_AWAY = 30 * HOUR;
/** A day is crowded if the median sensor was active this many times as often as on its median day. */
const CROWDED = 2;
/** A sensor that is active more rarely says little about one day. */
const LEAST_ACTIVE = 4;
const LEAST_SENSORS = 3;
/** If more days are like that, they are usual. */
const MOST_SHARE = 0.25;
const LEAST_DAYS = 14;

/** `whole` are the days of the history; `pauses` the times in which learning was paused. */
export function findUnusualDays(
  frame: Frame,
  whole: Interval,
  pauses: readonly Interval[] = [],
): Omit<UnusualDays, "unrecorded"> {
  const { clock } = frame;
  const paused = daysTouched(frame, pauses, whole);
  const firstDay = clock.dayOf(whole.from);
  const days = clock.dayOf(whole.to - 1) - firstDay + 1;
  if (days < LEAST_DAYS) return { away: [], crowded: [], paused };
  const away = daysWithin(frame, absences(frame, whole), whole).filter((day) => !paused.includes(day));
  const crowded = crowdedDays(frame, firstDay, days).filter((day) => !away.includes(day) && !paused.includes(day));
  return { away: ifFew(away, days), crowded: ifFew(crowded, days), paused };
}

/** All days of which an interval has a part. */
function daysTouched({ clock }: Frame, intervals: readonly Interval[], whole: Interval): readonly number[] {
  const touched = new Set<number>();
  for (const { from, to } of intervals) {
    const [begin, end] = [Math.max(from, whole.from), Math.min(to, whole.to)];
    if (begin < end) for (let day = clock.dayOf(begin); day <= clock.dayOf(end - 1); day++) touched.add(day);
  }
  return [...touched].toSorted((one, other) => one - other);
}

const ifFew = (unusual: readonly number[], days: number): readonly number[] =>
  unusual.length > MOST_SHARE * days ? [] : unusual;

/** When every person was away, at least `LEAST_AWAY` long. */
function absences(frame: Frame, whole: Interval): readonly Interval[] {
  const { entities, states, start, times, codes } = frame;
  const home = states.find("home");
  const persons = entities.names.flatMap((entityId, entity) =>
    domainOf(entityId) === "person" && start[entity]! < start[entity + 1]! ? [entity] : [],
  );
  if (persons.length === 0) return [];
  const changes = persons
    .flatMap((person, index) =>
      Array.from(times.subarray(start[person], start[person + 1]), (at, row) => ({
        at,
        index,
        isHome: codes[start[person]! + row] === home,
      })),
    )
    .sort((a, b) => a.at - b.at);
  // Until a person's first row nobody knows where they are.
  const isHome = persons.map(() => true);
  const found: Interval[] = [];
  let since: number | undefined;
  for (const { at, index, isHome: isNow } of [...changes, { at: whole.to, index: 0, isHome: true }]) {
    isHome[index] = isNow;
    const isEmpty = !isHome.includes(true);
    if (isEmpty) since ??= at;
    else if (since !== undefined) {
      if (at - since >= LEAST_AWAY) found.push({ from: since, to: at });
      since = undefined;
    }
  }
  return found;
}

function daysWithin({ clock }: Frame, intervals: readonly Interval[], whole: Interval): readonly number[] {
  return intervals.flatMap(({ from, to }) => {
    const days: number[] = [];
    for (let day = clock.dayOf(Math.max(from, whole.from)); clock.instantOf(day, 0) < Math.min(to, whole.to); day++)
      if (clock.instantOf(day, 0) >= from && clock.instantOf(day + 1, 0) <= to) days.push(day);
    return days;
  });
}

function crowdedDays(
  { clock, entities, states, start, times, codes }: Frame,
  firstDay: number,
  days: number,
): readonly number[] {
  const on = states.find("on");
  const byDay: number[][] = Array.from({ length: days }, () => []);
  for (const [entity, entityId] of entities.names.entries()) {
    if (domainOf(entityId) !== "binary_sensor") continue;
    const counts = new Float64Array(days);
    for (let row = start[entity]!; row < start[entity + 1]!; row++) {
      const day = clock.dayOf(times[row]!) - firstDay;
      if (codes[row] === on && day >= 0 && day < days) counts[day] = counts[day]! + 1;
    }
    const usual = quantile(counts.toSorted(), 0.5);
    if (usual < LEAST_ACTIVE) continue;
    for (const [day, count] of counts.entries()) byDay[day]!.push(count / usual);
  }
  return byDay.flatMap((ratios, day) =>
    ratios.length >= LEAST_SENSORS && quantile(Float64Array.from(ratios).sort(), 0.5) >= CROWDED
      ? [firstDay + day]
      : [],
  );
}
