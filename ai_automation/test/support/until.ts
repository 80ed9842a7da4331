import { inspect } from "node:util";
import { setTimeout as wait } from "node:timers/promises";

/** Long enough for a busy machine; a test that waits in vain still ends. */
const LIMIT_SECONDS = 120;
const PAUSE_MILLISECONDS = 10;

export interface Wait {
  /** What is waited for; left out, the condition's own source is shown. */
  readonly what?: string;
  /** Shown with the error. */
  readonly lastState?: () => unknown;
  /** The wait ends at once where the condition can no longer come true, as for a process that has ended. */
  readonly isHopeless?: () => boolean;
}

/** Waits until the condition holds. Rejects after 120 s with what it waited for and the last state. */
export async function until(condition: () => boolean | Promise<boolean>, about: string | Wait = {}): Promise<void> {
  const { what = sourceOf(condition), ...rest } = typeof about === "string" ? { what: about } : about;
  await answered(async () => ((await condition()) ? true : undefined), { what, ...rest });
}

/** Asks until the answer is anything but undefined, and returns it. Rejects after 120 s as `until` does. */
export async function answered<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  { what = sourceOf(ask), lastState, isHopeless = () => false }: Wait = {},
): Promise<T> {
  const fail = (reason: string): never => {
    const state = lastState === undefined ? "" : `\nlast state: ${shown(lastState())}`;
    throw new Error(`${reason} while waiting for: ${what}${state}`);
  };
  const deadline = performance.now() + LIMIT_SECONDS * 1_000;
  while (performance.now() < deadline) {
    // Asked once more after the end: what was waited for may have come true just before it.
    const wasHopeless = isHopeless();
    const answer = await within(deadline - performance.now(), Promise.resolve(ask()));
    if (answer !== undefined) return answer;
    if (wasHopeless) return fail("it can no longer come true, stopped");
    await wait(PAUSE_MILLISECONDS);
  }
  return fail(`${LIMIT_SECONDS} s passed`);
}

/** Undefined where the answer itself takes longer than the time that is left. */
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
