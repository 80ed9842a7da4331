import type { Clock } from "../model/clock.ts";
import { HOUR, type Now } from "../model/time.ts";

export interface Daily {
  start(): void;
  stop(): void;
  /** Milliseconds UTC; null while the home's time zone is unknown. */
  next(): number | null;
}

/** Calls `work` daily at a local time of the home. Recalculates at least hourly, because clocks and time zones change. */
export function createDaily(
  timeOfDay: number,
  parts: { readonly now: Now; readonly clock: () => Clock | undefined; readonly work: () => void },
): Daily {
  const { now, clock, work } = parts;
  let timer: NodeJS.Timeout | undefined;
  let due: number | null = null;
  const next = (): number | null => {
    const home = clock();
    return home === undefined ? null : nextInstant(home, timeOfDay, now());
  };
  const wait = (): void => {
    due = next();
    timer = setTimeout(wake, Math.min(HOUR, due === null ? HOUR / 60 : Math.max(0, due - now()))).unref();
  };
  const wake = (): void => {
    const isDue = due !== null && now() >= due;
    wait();
    if (isDue) work();
  };
  return { start: wait, stop: () => clearTimeout(timer), next };
}

/** The first instant after `after` with this local time. */
export function nextInstant(clock: Clock, timeOfDay: number, after: number): number {
  const today = clock.dayOf(after);
  const instant = clock.instantOf(today, timeOfDay);
  return instant > after ? instant : clock.instantOf(today + 1, timeOfDay);
}
