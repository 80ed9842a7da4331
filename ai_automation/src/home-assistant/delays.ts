import { HOUR, MINUTE, SECOND } from "../model/time.ts";

/** How long the adapter waits for what, in milliseconds. Tests hand in shorter ones. */
export interface Delays {
  /** Before the first new attempt to connect; doubled each time, up to the longest. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Between attempts that only a person can make succeed: a wrong token, a version too old. */
  readonly slowRetry: number;
  readonly connect: number;
  readonly ping: number;
  readonly pong: number;
  /** Between looks at a home that starts or migrates its recorder. */
  readonly readiness: number;
  readonly flush: number;
  /** Until the recorder has surely committed what happened: its commit interval is 5 s. */
  readonly settle: number;
  /** Between two searches for gaps. */
  readonly backfill: number;
  /** The same where live events are refused. */
  readonly backfillWithoutLive: number;
  /** Between events that make what was read stale and reading it anew. */
  readonly refresh: number;
  readonly deployed: number;
  readonly deployedLook: number;
}

export const DELAYS: Delays = {
  firstRetry: SECOND,
  longestRetry: MINUTE,
  slowRetry: MINUTE,
  connect: 20 * SECOND,
  ping: 30 * SECOND,
  pong: 10 * SECOND,
  readiness: 3 * SECOND,
  flush: SECOND,
  settle: 10 * SECOND,
  backfill: HOUR,
  backfillWithoutLive: MINUTE,
  refresh: SECOND,
  deployed: 15 * SECOND,
  deployedLook: 300,
};

/** Waits; returns early, without an error, once the signal is given. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
