import type { SunTimes } from "../../model/sun.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { advance } from "../../statistics/search.ts";
import type { Codes } from "../frame/codes.ts";
import type { Frame } from "../frame/frame.ts";
import { SUN_ORIGIN } from "./people.ts";

/** Rows of a frame, each with its lag after a cause, or its time of day. */
export interface Lags {
  /** Ascending. */
  readonly rows: Int32Array;
  /** Whole seconds. */
  readonly seconds: Float64Array;
}

/** The changes of an entity. */
export interface Signal {
  readonly times: Float64Array;
  readonly codes: Codes;
}

/** Timers of up to two hours are detected. */
const LONGEST_LAG = 122 * MINUTE;
/** The number of a signal's last changes that can be the cause. */
const LOOK_BACK = 4;
/** Within this time after its own last change, an entity is being corrected, so earlier signals are not the cause. */
const PUT_RIGHT = 30 * SECOND;
/** Faster switching back is somebody trying a switch, or a bad contact. */
const SHORTEST_OWN = 30 * SECOND;

/** For each state of a signal, the lags of an entity's rows after the signal entered it, up to two hours. */
export function lagsAfter(
  frame: Frame,
  entity: number,
  rows: Int32Array,
  signal: Signal,
  collected: LagCollector,
): ReadonlyMap<number, Lags> {
  const { times, codes } = signal;
  let next = 0;
  for (const row of rows) {
    const at = frame.times[row]!;
    next = advance(times, at + 1, next, times.length);
    const changedAt = row === frame.start[entity] ? -Infinity : frame.times[row - 1]!;
    const earliest = at - changedAt <= PUT_RIGHT ? changedAt : at - LONGEST_LAG;
    for (let before = next - 1; before >= Math.max(0, next - LOOK_BACK) && times[before]! >= earliest; before--)
      if (!isAmong(codes, codes[before]!, before + 1, next)) collected.add(codes[before]!, row, at - times[before]!);
  }
  return collected.finish();
}

/** The lags of an entity's rows after its own previous state. */
export function lagsAfterOwn(frame: Frame, entity: number, rows: Int32Array): ReadonlyMap<number, Lags> {
  const { times, codes, start } = frame;
  const collected = createLagCollector();
  for (const row of rows) {
    if (row === start[entity]) continue;
    const lag = times[row]! - times[row - 1]!;
    if (lag >= SHORTEST_OWN && lag <= LONGEST_LAG) collected.add(codes[row - 1]!, row, lag);
  }
  return collected.finish();
}

/** Seconds since local midnight. */
export function timesOfDay({ clock, times }: Frame, rows: Int32Array): Lags {
  return { rows, seconds: Float64Array.from(rows, (row) => Math.floor(clock.timeOfDay(times[row]!) / SECOND)) };
}

export const SUN_EVENTS = ["sunrise", "sunset"] as const;

export type SunEvent = (typeof SUN_EVENTS)[number];

/** Seconds since SUN_ORIGIN before sunrise or sunset of the same day. */
export function sunOffsets(
  { clock, times }: Frame,
  rows: Int32Array,
  sun: (day: number) => SunTimes,
  event: SunEvent,
): Lags {
  const collected = createLagCollector();
  for (const row of rows) {
    const instant = sun(clock.dayOf(times[row]!))[event];
    const since = instant === null ? NaN : times[row]! - instant + SUN_ORIGIN;
    if (since >= 0 && since <= 2 * SUN_ORIGIN) collected.add(0, row, since);
  }
  return collected.finish().get(0) ?? { rows: new Int32Array(0), seconds: new Float64Array(0) };
}

function isAmong(codes: Codes, code: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (codes[i] === code) return true;
  return false;
}

/** Lags by the state that they are counted from, collected for one cause after another in the same memory. */
export interface LagCollector {
  /** @param lag milliseconds */
  readonly add: (state: number, row: number, lag: number) => void;
  /** Returns what was added since the last call. Valid until the next one. */
  readonly finish: () => ReadonlyMap<number, Lags>;
}

export function createLagCollector(): LagCollector {
  let capacity = 1_024;
  let kinds = new Int32Array(capacity);
  let rows = new Int32Array(capacity);
  let seconds = new Float64Array(capacity);
  let grouped = columnsOf(capacity);
  let length = 0;
  let states: number[] = [];
  let counts: number[] = [];
  const grow = (): void => {
    const [oldKinds, oldRows, oldSeconds] = [kinds, rows, seconds];
    capacity *= 2;
    kinds = new Int32Array(capacity);
    rows = new Int32Array(capacity);
    seconds = new Float64Array(capacity);
    kinds.set(oldKinds);
    rows.set(oldRows);
    seconds.set(oldSeconds);
  };
  return {
    add: (state, row, lag) => {
      if (length === capacity) grow();
      let kind = states.indexOf(state);
      if (kind === -1) {
        kind = states.length;
        states.push(state);
        counts.push(0);
      }
      counts[kind]! += 1;
      kinds[length] = kind;
      rows[length] = row;
      seconds[length] = Math.floor(lag / SECOND);
      length += 1;
    },
    finish: () => {
      if (grouped.rows.length < length) grouped = columnsOf(capacity);
      const ends = [0];
      for (const count of counts) ends.push(ends.at(-1)! + count);
      const next = [...ends];
      for (let i = 0; i < length; i++) {
        const kind = kinds[i]!;
        const index = next[kind]!;
        grouped.rows[index] = rows[i]!;
        grouped.seconds[index] = seconds[i]!;
        next[kind] = index + 1;
      }
      const byState = new Map(
        states.map((state, kind): [number, Lags] => [
          state,
          {
            rows: grouped.rows.subarray(ends[kind], ends[kind + 1]),
            seconds: grouped.seconds.subarray(ends[kind], ends[kind + 1]),
          },
        ]),
      );
      [length, states, counts] = [0, [], []];
      return byState;
    },
  };
}

const columnsOf = (length: number): { readonly rows: Int32Array; readonly seconds: Float64Array } => ({
  rows: new Int32Array(length),
  seconds: new Float64Array(length),
});
