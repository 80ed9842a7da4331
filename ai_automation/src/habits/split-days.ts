import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import type { MiningContext } from "./candidate.ts";
import { createFollowedTime } from "./kinds/followed-time.ts";
import { createThresholds } from "./kinds/thresholds.ts";

/** The training and held-out days, with the measures of the training days. */
export function splitOf(
  frame: Frame,
  silentDays: ReadonlySet<number>,
  learn: Interval,
  heldOut: Interval,
): Pick<MiningContext, "learn" | "heldOut" | "learnDays" | "recordedLearnDays" | "followedTime" | "thresholds"> {
  const learnDays = frame.clock.dayOf(learn.to - 1) - frame.clock.dayOf(learn.from) + 1;
  return {
    learn,
    heldOut,
    learnDays,
    recordedLearnDays: recordedDays(frame, silentDays, learn),
    followedTime: createFollowedTime(frame, learn),
    thresholds: createThresholds(frame, learn),
  };
}

/** Local days of an interval that were recorded; 0 if it is empty. */
export function recordedDays({ clock }: Frame, silentDays: ReadonlySet<number>, { from, to }: Interval): number {
  const first = clock.dayOf(from);
  const end = clock.dayOf(to - 1) + 1;
  return Math.max(0, end - first - [...silentDays].filter((day) => day >= first && day < end).length);
}
