import type { HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { pause, type Delays } from "./delays.ts";
import { ConnectionLost, SessionRefused } from "./errors.ts";
import type { Readings } from "./readings.ts";
import { openSession, type Address, type Session } from "./session.ts";

export interface SessionLoop {
  readonly address: Address;
  readonly delays: Delays;
  readonly log: Log;
  readonly stop: AbortSignal;
  readonly readings: Readings;
  readonly enter: (state: HomeState, message: string) => void;
  /** Runs one session; returns or throws when it has ended. Calls `onReady` once the session is set up. */
  readonly live: (session: Session, onReady: () => void) => Promise<void>;
}

/** Opens one session after another until the stop signal. Each session sets everything up again. */
export async function runSessions({ address, delays, log, stop, readings, enter, live }: SessionLoop): Promise<void> {
  let failures = 0;
  while (!stop.aborted) {
    let wait: number;
    try {
      const session = await openSession({ address, delays, log, stop, readings });
      try {
        await live(session, () => {
          failures = 0;
        });
        throw new ConnectionLost();
      } finally {
        session.close();
      }
    } catch (error) {
      if (stop.aborted) return;
      const { state, message } = refusalOf(error, address);
      enter(state, message);
      wait = needsUser(state) ? delays.slowRetry : backoff(failures, delays);
      failures += 1;
      log.warn({ state, waitMilliseconds: wait, err: error }, "home assistant session ended");
    }
    await pause(wait, stop);
  }
}

function refusalOf(error: unknown, { url }: Address): { readonly state: HomeState; readonly message: string } {
  if (error instanceof SessionRefused) return { state: error.state, message: error.message };
  if (error instanceof ConnectionLost) {
    const message = `The connection to Home Assistant at ${url} was lost. It reconnects automatically: no action is needed unless this persists.`;
    return { state: "unreachable", message };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    state: "unreachable",
    message: `Home Assistant at ${url} returned an error (${reason}). It is retried automatically: check this app's log if this persists.`,
  };
}

const needsUser = (state: HomeState): boolean =>
  state === "invalid_token" || state === "unsupported_version" || state === "other_home";

/** Exponential backoff with jitter of up to one half, so that many clients do not reconnect at once. */
function backoff(failures: number, { firstRetry, longestRetry }: Delays): number {
  const longest = Math.min(longestRetry, firstRetry * 2 ** Math.min(failures, 30));
  return longest * (0.5 + Math.random() / 2);
}
