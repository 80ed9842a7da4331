import type { Frame } from "../history/frame/frame.ts";
import type { Interval } from "../model/state-change.ts";
import type { MiningContext } from "./candidate.ts";
import { createFollowedTime } from "./kinds/followed-time.ts";
import { createThresholds } from "./kinds/thresholds.ts";

/** The training and held-out days, with what is measured on the training days. */
export function splitOf(
  frame: Frame,
  silentDays: ReadonlySet<number>,
  learn: Interval,
  heldOut: Interval,
): Pick<MiningContext, "learn" | "heldOut" | "learnDays" | "recordedLearnDays" | "followedTime" | "thresholds"> {
  const firstDay = frame.clock.dayOf(learn.from);
  const learnDays = frame.clock.dayOf(learn.to - 1) - firstDay + 1;
  const silent = [...silentDays].filter((day) => day >= firstDay && day < firstDay + learnDays).length;
  return {
    learn,
    heldOut,
    learnDays,
    recordedLearnDays: learnDays - silent,
    followedTime: createFollowedTime(frame, learn),
    thresholds: createThresholds(frame, learn),
  };
}
