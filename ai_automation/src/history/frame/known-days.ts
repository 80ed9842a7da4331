import type { Interval } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";
import type { Frame } from "./frame.ts";

type Known = Pick<Frame, "clock" | "missingDays">;

/** Milliseconds of an interval without the missing days of a frame. */
export function knownTime({ clock, missingDays }: Known, { from, to }: Interval): number {
  let known = to - from;
  for (const day of missingDays)
    known -= Math.max(0, Math.min(to, clock.instantOf(day + 1, 0)) - Math.max(from, clock.instantOf(day, 0)));
  return known;
}

export const knownDays = (frame: Known, interval: Interval): number => Math.round(knownTime(frame, interval) / DAY);
