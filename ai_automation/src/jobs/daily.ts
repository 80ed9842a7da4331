import type { Clock } from "../model/clock.ts";
import { HOUR, MINUTE, SECOND, type Now } from "../model/time.ts";

export interface Daily {
  start(): void;
  stop(): void;
  /** Milliseconds UTC; null while the home's time zone is unknown. */
  next(): number | null;
}

/** A call, by the local day on which it happened and a clock that only goes forward. */
interface LastCall {
  readonly day: number;
  readonly monotonic: number;
}

/** Less than the shortest time between the calls of two days; more than clocks are corrected by. */
const SAME_DAY = 12 * HOUR;

/**
 * Calls `work` once a day, at a local time of the home. Recalculates each minute, because clocks and time zones change:
 * when the clock jumps over the time the call is late, and when it is set back to before the time there is no second
 * call.
 */
export function createDaily(
  timeOfDay: number,
  parts: {
    readonly now: Now;
    readonly monotonic: Now;
    readonly clock: () => Clock | undefined;
    readonly work: () => void;
  },
): Daily {
  const { now, monotonic, clock, work } = parts;
  let timer: NodeJS.Timeout | undefined;
  let due: number | null = null;
  let last: LastCall | undefined;
  const next = (): number | null => {
    const home = clock();
    if (home === undefined) return null;
    const isRecent = last !== undefined && monotonic() - last.monotonic < SAME_DAY;
    return nextInstant(home, timeOfDay, now(), isRecent ? last?.day : undefined);
  };
  const wait = (): void => {
    due = next();
    timer = setTimeout(wake, due === null ? SECOND : Math.min(MINUTE, Math.max(0, due - now()))).unref();
  };
  const wake = (): void => {
    const home = clock();
    const isDue = home !== undefined && due !== null && now() >= due;
    if (isDue) last = { day: home.dayOf(now()), monotonic: monotonic() };
    wait();
    if (isDue) work();
  };
  return { start: wait, stop: () => clearTimeout(timer), next };
}

/** The first instant after `after` with this local time, on another local day than `doneOn`. */
export function nextInstant(clock: Clock, timeOfDay: number, after: number, doneOn?: number): number {
  const today = clock.dayOf(after);
  const day = clock.instantOf(today, timeOfDay) > after ? today : today + 1;
  return clock.instantOf(day === doneOn ? day + 1 : day, timeOfDay);
}
