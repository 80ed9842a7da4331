export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * The current time, milliseconds since the epoch, UTC. Passed as an argument so that tests and simulations control it.
 */
export type Now = () => number;
