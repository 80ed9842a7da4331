import { HOUR } from "../model/time.ts";

const QUIET_FROM = 22 * HOUR;
const QUIET_UNTIL = 8 * HOUR;

/** Whether no notifications may be sent at this time of the home's day, in milliseconds since midnight. */
export const isQuietTime = (timeOfDay: number): boolean => timeOfDay < QUIET_UNTIL || timeOfDay >= QUIET_FROM;
