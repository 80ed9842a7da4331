import { entitiesOf } from "./called-entities.ts";
import type { ServiceCall } from "./expectation.ts";

interface Trial {
  readonly userId: string | null;
}

/**
 * Calls that this service is about to make for a person who tries out a suggestion. Home Assistant gives them the user of
 * the service's token, who may be a person, and tells their context only once their effects have been sent.
 */
export interface ExpectedTrials {
  readonly expect: (call: ServiceCall, userId: string | null) => () => void;
  /** The trial that a call belongs to, which is then no longer expected. */
  readonly take: (call: ServiceCall) => Trial | undefined;
}

export function createExpectedTrials(): ExpectedTrials {
  const expected = new Set<Trial & { readonly key: string }>();
  return {
    expect: (call, userId) => {
      const trial = { key: keyOf(call), userId };
      expected.add(trial);
      return () => void expected.delete(trial);
    },
    take: (call) => {
      if (expected.size === 0) return undefined;
      const key = keyOf(call);
      const found = [...expected].find((one) => one.key === key);
      if (found === undefined) return undefined;
      expected.delete(found);
      return { userId: found.userId };
    },
  };
}

/** `scene.apply` names its entities as keys. */
const keyOf = (call: ServiceCall): string =>
  JSON.stringify([
    call.domain,
    call.service,
    [...entitiesOf(call), ...Object.keys(isObject(call.data.entities) ? call.data.entities : {})].toSorted(),
  ]);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
