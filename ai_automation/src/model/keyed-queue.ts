/**
 * Runs work on the same key one after the other, and on different keys side by side. The caller gets the result or the
 * error of its own work; an error does not keep the next work from running.
 */
export function createKeyedQueue(): <T>(key: number | string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<number | string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === mine) tails.delete(key);
    }
  };
}

export interface SerialQueue {
  /** Runs the work after all work that was given before. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all work that was given until now has ended, whether or not it failed. */
  settled(): Promise<void>;
}

/** A keyed queue with a single key. */
export function createSerialQueue(): SerialQueue {
  const inTurn = createKeyedQueue();
  const only = 0;
  return {
    run: (work) => inTurn(only, work),
    settled: () => inTurn(only, async () => undefined),
  };
}
