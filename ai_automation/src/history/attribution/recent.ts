/**
 * A map limited in size and age that drops its oldest entries first. Instants are in milliseconds and come from the
 * events, not from the system clock.
 */
export interface Recent<V> {
  get(key: string, now: number): V | undefined;
  set(key: string, value: V, at: number): void;
  delete(key: string): void;
  readonly size: number;
}

export function createRecent<V>(limits: { readonly count: number; readonly ageMilliseconds: number }): Recent<V> {
  const entries = new Map<string, { readonly value: V; readonly at: number }>();
  const dropOldest = (now: number): void => {
    for (const [key, { at }] of entries) {
      if (entries.size <= limits.count && now - at <= limits.ageMilliseconds) return;
      entries.delete(key);
    }
  };
  return {
    get: (key, now) => {
      const entry = entries.get(key);
      return entry === undefined || now - entry.at > limits.ageMilliseconds ? undefined : entry.value;
    },
    set: (key, value, at) => {
      entries.delete(key);
      entries.set(key, { value, at });
      dropOldest(at);
    },
    delete: (key) => {
      entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
}
