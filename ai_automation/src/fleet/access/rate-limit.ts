import { SECOND, type Now } from "../../model/time.ts";

export interface RateLimit {
  /** Takes one request of this key. Returns 0 if it may go on, or the seconds to wait. */
  take(key: string): number;
}

/** Keys that are remembered; the one that asked longest ago is forgotten first. */
const MAX_KEYS = 200_000;

/** A token bucket per key: `burst` requests at once, then one every `every` milliseconds. */
export function createRateLimit(
  { burst, every }: { readonly burst: number; readonly every: number },
  now: Now,
): RateLimit {
  const emptyUntil = new Map<string, number>();
  return {
    take: (key) => {
      const at = now();
      const until = Math.max(at, emptyUntil.get(key) ?? at);
      emptyUntil.delete(key);
      const wait = until - at - (burst - 1) * every;
      emptyUntil.set(key, wait > 0 ? until : until + every);
      const [oldest] = emptyUntil.keys();
      if (emptyUntil.size > MAX_KEYS && oldest !== undefined) emptyUntil.delete(oldest);
      return wait > 0 ? Math.ceil(wait / SECOND) : 0;
    },
  };
}
