import { HOUR, type Now } from "../model/time.ts";

/** Notices that the wall clock was set to another time. */
export interface ClockJumps {
  /** Whether it moved by more than an hour against the monotonic clock since the last call, or since the creation. */
  hasJumped(): boolean;
}

/** Compares the wall clock with one that only goes forward: a difference that grew by more than an hour is a jump. */
export function createClockJumps(now: Now, monotonic: Now): ClockJumps {
  let before = now() - monotonic();
  return {
    hasJumped: () => {
      const offset = now() - monotonic();
      const isFar = Math.abs(offset - before) > HOUR;
      before = offset;
      return isFar;
    },
  };
}
