import { HOUR, type Now } from "../model/time.ts";

/** Counts tokens that the home refused, so that guesses never get this service's address banned there. */
export interface RefusedTokens {
  mayTry(client: string): boolean;
  add(client: string): void;
  /** The home accepted a login from this address, which resets its own count. */
  reset(): void;
}

/** So that one client cannot use up the tries of all others. */
const PER_CLIENT_AND_HOUR = 3;
const PER_HOUR = 30;
/** In a row, without a successful login in between. The documentation's example of the threshold is 5. */
const IN_A_ROW = 3;

export function createRefusedTokens(monotonic: Now): RefusedTokens {
  let refusals: readonly { readonly client: string; readonly at: number }[] = [];
  let inARow = 0;
  return {
    mayTry: (client) => {
      refusals = refusals.filter(({ at }) => monotonic() - at < HOUR);
      const ofClient = refusals.filter((refusal) => refusal.client === client);
      return inARow < IN_A_ROW && refusals.length < PER_HOUR && ofClient.length < PER_CLIENT_AND_HOUR;
    },
    add: (client) => {
      refusals = [...refusals, { client, at: monotonic() }];
      inARow++;
    },
    reset: () => {
      inARow = 0;
    },
  };
}
