import { HOUR, MINUTE, SECOND } from "../model/time.ts";

/** The adapter's timeouts and intervals in milliseconds; tests pass shorter ones. */
export interface Delays {
  /** Before the first reconnect; doubled each time, up to `longestRetry`. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Between attempts that need action by the user to succeed: wrong token, version too old. */
  readonly slowRetry: number;
  readonly connect: number;
  readonly ping: number;
  readonly pong: number;
  /** Between polls while the home starts or its recorder migrates. */
  readonly readiness: number;
  /** Between two times at which received changes are recorded. */
  readonly record: number;
  /** After which the recorder has certainly committed an event: its commit interval is 5 s. */
  readonly settle: number;
  /** Between two searches for gaps. */
  readonly backfill: number;
  /** The same without live events. */
  readonly backfillWithoutLive: number;
  /** Between an event that makes a part stale and reading that part again. */
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
  record: SECOND,
  settle: 10 * SECOND,
  backfill: HOUR,
  backfillWithoutLive: MINUTE,
  refresh: SECOND,
  deployed: 15 * SECOND,
  deployedLook: 300,
};

/** Resolves after the delay, or as soon as the signal is aborted. Never rejects. */
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
