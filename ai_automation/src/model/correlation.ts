import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** Carries a request's correlation id into everything it causes: log lines, jobs, calls to Home Assistant. */
export interface Correlation {
  current(): string | undefined;
  run<T>(id: string, work: () => T): T;
}

export function createCorrelation(): Correlation {
  const storage = new AsyncLocalStorage<string>();
  return { current: () => storage.getStore(), run: (id, work) => storage.run(id, work) };
}

export const newCorrelationId = (): string => randomUUID();

/** External ids go into headers and logs, so only short, plain ones are accepted. */
export const isCorrelationId = (value: string): boolean => /^[\w.:-]{1,128}$/.test(value);
