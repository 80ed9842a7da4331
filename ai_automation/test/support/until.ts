import { setTimeout as wait } from "node:timers/promises";
import { inspect } from "node:util";

/** Long enough for a busy machine, yet every wait ends. */
const LIMIT_SECONDS = 120;
const PAUSE_MILLISECONDS = 10;

export interface Wait {
  /** Names the condition in errors; its source by default. */
  readonly what?: string;
  /** Included in the error. */
  readonly lastState?: () => unknown;
  /** The limit; 120 by default. */
  readonly seconds?: number;
  /** Milliseconds between two checks; 10 by default. Longer where the number of requests is limited. */
  readonly pause?: number;
  /** Ends the wait early if the condition can no longer hold, for example because a process has exited. */
  readonly isHopeless?: () => boolean;
}

/** Waits until the condition holds. Rejects at the limit with the condition and the last state. */
export async function until(condition: () => boolean | Promise<boolean>, about: string | Wait = {}): Promise<void> {
  const { what = sourceOf(condition), ...rest } = typeof about === "string" ? { what: about } : about;
  await answered(async () => ((await condition()) ? true : undefined), { what, ...rest });
}

/** Polls until the result is not undefined, and returns it. Rejects after 120 s like `until`. */
export async function answered<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  {
    what = sourceOf(ask),
    lastState,
    isHopeless = () => false,
    seconds = LIMIT_SECONDS,
    pause = PAUSE_MILLISECONDS,
  }: Wait = {},
): Promise<T> {
  const fail = (reason: string): never => {
    const state = lastState === undefined ? "" : `\nlast state: ${shown(lastState())}`;
    throw new Error(`${reason} while waiting for: ${what}${state}`);
  };
  const deadline = performance.now() + seconds * 1_000;
  while (performance.now() < deadline) {
    // Checks once more: the condition may have become true just before the end.
    const wasHopeless = isHopeless();
    const answer = await within(deadline - performance.now(), Promise.resolve(ask()));
    if (answer !== undefined) return answer;
    if (wasHopeless) return fail("it can no longer come true, stopped");
    await wait(pause);
  }
  return fail(`${seconds} s passed`);
}

/** Undefined if the call takes longer than the remaining time. */
async function within<T>(milliseconds: number, answer: Promise<T | undefined>): Promise<T | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([answer, wait(milliseconds, undefined, { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}

const sourceOf = (condition: () => unknown): string => String(condition).replaceAll(/\s+/g, " ");

const shown = (state: unknown): string => (typeof state === "string" ? state : inspect(state, { depth: 6 }));
