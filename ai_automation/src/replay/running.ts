import type { Running } from "../automation/plan.ts";
import type { Frame } from "../history/frame/frame.ts";
import { DAY } from "../model/time.ts";
import { lastStart } from "./downtime.ts";

interface Instant {
  readonly at: number;
}

/**
 * The triggers that start a run; Home Assistant drops the others without an `automation_triggered` (helpers/script.py,
 * async_run). A queued run counts from its trigger on. Triggers ascend.
 */
export function startedOf<Fire extends Instant>(
  fires: readonly Fire[],
  running: Running | undefined,
  frame: Frame,
): readonly Fire[] {
  if (running === undefined || running.lasts === 0 || running.mode === "restart") return fires;
  const most = running.mode === "single" ? 1 : running.max;
  let ends: readonly number[] = [];
  let started = -Infinity;
  return fires.filter(({ at }) => {
    const start = lastStart(frame, at);
    ends = start > started ? [] : ends.filter((end) => end > at);
    started = start;
    if (ends.length >= most) return false;
    const starts = running.mode === "queued" ? Math.max(at, ends.at(-1) ?? at) : at;
    ends = [...ends, starts + running.lasts];
    return true;
  });
}

/** How far before an interval runs can have begun that still matter in it: a day has a pause between runs. */
export const leadOf = (running: Running | undefined): number =>
  running === undefined || running.lasts === 0 || running.mode === "restart" ? 0 : Math.max(DAY, 2 * running.lasts);
