import { REMOVED_STATE, type Interval } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Frame } from "./frame.ts";

/** A home with nothing to report for a day exists; nothing for two whole days means that nobody recorded it. */
const MIN_SILENT_DAYS = 2;

export interface Holes {
  /** The frame in which every entity has a gap in each hole. */
  readonly frame: Frame;
  readonly silentDays: ReadonlySet<number>;
}

/** Finds stretches that nobody recorded, for example between an imported database and today's. */
export function withHoles(frame: Frame): Holes {
  const silentDays = silentDaysOf(frame);
  if (silentDays.size === 0) return { frame, silentDays };
  return { frame: withGaps({ ...frame, missingDays: silentDays }, intervalsOf(frame, silentDays)), silentDays };
}

/** Gives every entity that exists by then a gap in each interval, joined with its own ones. */
export function withGaps(frame: Frame, intervals: readonly Interval[]): Frame {
  const gapStart = new Int32Array(frame.gapStart.length);
  const gaps: Interval[] = [];
  const gapCodes: number[] = [];
  const unrecorded = frame.states.find(REMOVED_STATE) ?? -1;
  for (let entity = 0; entity + 1 < frame.gapStart.length; entity++) {
    gapStart[entity] = gaps.length;
    const own = gapsOf(frame, entity);
    const joined = merged([...own, ...intervals.filter(({ from }) => existsBefore(frame, entity, from))]);
    gaps.push(...joined);
    for (const { from } of joined) {
      const same = own.findIndex((one) => one.from === from);
      gapCodes.push(same === -1 ? unrecorded : frame.gapCodes[frame.gapStart[entity]! + same]!);
    }
  }
  gapStart[gapStart.length - 1] = gaps.length;
  return {
    ...frame,
    gapStart,
    gapFrom: Float64Array.from(gaps, ({ from }) => from),
    gapTo: Float64Array.from(gaps, ({ to }) => to),
    gapCodes: Int32Array.from(gapCodes),
  };
}

/** Days from the first to the last row of a frame without those that nobody recorded. */
export const daysRecorded = (frame: Frame): number =>
  Math.ceil((frame.to - frame.from) / DAY) - silentDaysOf(frame).size;

/** Local days without any row, in runs of at least two. */
function silentDaysOf(frame: Frame): ReadonlySet<number> {
  const { clock } = frame;
  const silent = new Set<number>();
  const [firstDay, lastDay] = [clock.dayOf(frame.from), clock.dayOf(frame.to)];
  let run: number[] = [];
  for (let day = firstDay; day <= lastDay; day++) {
    if (hasRows(frame, { from: clock.instantOf(day, 0), to: clock.instantOf(day + 1, 0) })) run = [];
    else run.push(day);
    if (run.length >= MIN_SILENT_DAYS) for (const one of run) silent.add(one);
  }
  return silent;
}

function hasRows({ start, times, gapStart, gapFrom, gapTo }: Frame, { from, to }: Interval): boolean {
  for (let entity = 0; entity + 1 < start.length; entity++) {
    if (isWithin(times, start[entity]!, start[entity + 1]!)) return true;
    if (isWithin(gapFrom, gapStart[entity]!, gapStart[entity + 1]!)) return true;
    if (isWithin(gapTo, gapStart[entity]!, gapStart[entity + 1]!)) return true;
  }
  return false;

  function isWithin(instants: Float64Array, first: number, end: number): boolean {
    const index = lowerBound(instants, from, first, end);
    return index < end && instants[index]! < to;
  }
}

/** The whole days of each run. */
function intervalsOf({ clock }: Frame, days: ReadonlySet<number>): readonly Interval[] {
  return merged([...days].map((day) => ({ from: clock.instantOf(day, 0), to: clock.instantOf(day + 1, 0) })));
}

const gapsOf = ({ gapStart, gapFrom, gapTo }: Frame, entity: number): readonly Interval[] =>
  Array.from({ length: gapStart[entity + 1]! - gapStart[entity]! }, (_, index) => ({
    from: gapFrom[gapStart[entity]! + index]!,
    to: gapTo[gapStart[entity]! + index]!,
  }));

const existsBefore = ({ start, times }: Frame, entity: number, at: number): boolean =>
  start[entity]! < start[entity + 1]! && times[start[entity]!]! < at;

function merged(intervals: readonly Interval[]): readonly Interval[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
