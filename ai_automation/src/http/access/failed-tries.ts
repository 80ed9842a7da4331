import { MINUTE, SECOND, type Now } from "../../model/time.ts";
import { clientOf } from "./client-address.ts";

/** Slows down clients that try one wrong token after another. */
export interface FailedTries {
  /** Milliseconds until this address may try again; 0 if it may now. */
  waitOf(address: string): number;
  failed(address: string): void;
  succeeded(address: string): void;
}

const FREE_TRIES = 10;
const FIRST_WAIT = 5 * SECOND;
const LONGEST_WAIT = MINUTE;
const FORGOTTEN_AFTER = 15 * MINUTE;
const MAX_CLIENTS = 1_000;

interface Tries {
  readonly failures: number;
  readonly last: number;
}

export function createFailedTries(now: Now): FailedTries {
  const clients = new Map<string, Tries>();
  const triesOf = (client: string): Tries | undefined => {
    const tries = clients.get(client);
    return tries === undefined || now() - tries.last > FORGOTTEN_AFTER ? undefined : tries;
  };
  return {
    waitOf: (address) => {
      const tries = triesOf(clientOf(address));
      return tries === undefined ? 0 : Math.max(0, tries.last + waitAfter(tries.failures) - now());
    },
    failed: (address) => {
      const client = clientOf(address);
      const failures = (triesOf(client)?.failures ?? 0) + 1;
      clients.delete(client);
      clients.set(client, { failures, last: now() });
      const [oldest] = clients.keys();
      if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest);
    },
    succeeded: (address) => void clients.delete(clientOf(address)),
  };
}

const waitAfter = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(30, failures - FREE_TRIES));
