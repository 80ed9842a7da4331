/**
 * Runs work with the same key sequentially and work with different keys in parallel. The caller gets the result or
 * error of its own work; an error does not stop the next work.
 */
export function createKeyedQueue(): <T>(key: number | string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<number | string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const current = before.then(work, work);
    tails.set(key, current);
    try {
      return await current;
    } finally {
      if (tails.get(key) === current) tails.delete(key);
    }
  };
}

export interface SerialQueue {
  /** Runs the work after all previously queued work. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all work queued so far has ended, failed or not. */
  settled(): Promise<void>;
}

export function createSerialQueue(): SerialQueue {
  const enqueue = createKeyedQueue();
  const only = 0;
  return {
    run: (work) => enqueue(only, work),
    settled: () => enqueue(only, async () => undefined),
  };
}

/**
 * Runs the work once at a time. Calls during a run share the next one, which sees whatever changed before they were
 * made: a hundred changes cost two runs, not a hundred. Each call resolves or rejects with its run.
 */
export function createSharedRun(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    return work();
  };
  return () => {
    next ??= current = current.then(begin, begin);
    return next;
  };
}
