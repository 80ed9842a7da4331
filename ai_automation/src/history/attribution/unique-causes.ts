import { causeKey, type Cause } from "../../model/cause.ts";

/** Returns one object for all equal causes: a year of a home has a hundred different ones. */
export function createUniqueCauses(): (cause: Cause) => Cause {
  const known = new Map<string, Cause>();
  return (cause) => {
    const key = causeKey(cause);
    const first = known.get(key);
    if (first !== undefined) return first;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, cause);
    return cause;
  };
}

const MAX_KNOWN = 1_000;
