import type { Interval } from "./state-change.ts";
import { DAY } from "./time.ts";

/** A clock without a battery starts in 1970 or 2000, before it is set. */
const OLDEST = Date.UTC(2001, 0, 1);

/**
 * When a recorded change can have happened. Other times are faults of a clock or of a database: taken as history, they
 * would stretch over decades in which nothing is known.
 */
export const plausibleTime = (now: number): Interval => ({ from: OLDEST, to: now + DAY });
