export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The present instant, milliseconds since the epoch, UTC. Handed in, so that tests and simulations own it. */
export type Now = () => number;
