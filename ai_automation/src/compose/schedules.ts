import { createClockJumps } from "../jobs/clock-jumps.ts";
import { createDaily } from "../jobs/daily.ts";
import { createIntervalTimer } from "../jobs/interval.ts";
import { createClock } from "../model/clock.ts";
import type { Home } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { DAY, MINUTE, type Now } from "../model/time.ts";
import type { Postponement } from "../suggestions/deciding/postponement.ts";
import type { Review } from "../suggestions/deciding/review.ts";
import type { AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { Publish } from "./events.ts";
import type { InBackground } from "./in-background.ts";

/** Scheduled work: nightly, and each minute. */
export interface Schedules {
  start(): void;
  stop(): void;
  /** The next analysis, milliseconds UTC; null while the home's zone is unknown. */
  nextAnalysis(): number | null;
}

export function createSchedules(parts: {
  /** Milliseconds since midnight on the home's wall clock. */
  readonly analysisTime: number;
  /** 0 keeps all history. */
  readonly retentionDays: number;
  readonly home: Pick<Home, "connection" | "snapshot">;
  readonly deleteBefore: (instant: number) => Promise<unknown>;
  readonly publish: Publish;
  readonly learning: Pick<LearningPause, "isPaused">;
  readonly analysis: Pick<AnalysisJob, "start">;
  readonly postponement: Pick<Postponement, "wakeUp">;
  readonly review: Pick<Review, "catchUp">;
  readonly now: Now;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
  readonly inBackground: InBackground;
  readonly log: Log;
}): Schedules {
  const { analysisTime, retentionDays, home, learning, analysis, postponement, review, publish, inBackground } = parts;
  const { now, monotonic } = parts;
  const clockJumps = createClockJumps(now, monotonic);

  /** Waits a night when the clock was set, which may be by mistake: a clock a year ahead would delete a year too much. */
  const deleteOld = async (): Promise<void> => {
    if (retentionDays === 0) return;
    if (clockJumps.hasJumped()) parts.log.warn({}, "clock was set: old history is deleted a night later");
    else await parts.deleteBefore(now() - retentionDays * DAY);
  };
  const nightly = createDaily(analysisTime, {
    now,
    monotonic,
    clock: () => {
      const info = home.snapshot()?.info;
      return info === undefined ? undefined : createClock(info.zone);
    },
    work: () =>
      inBackground("nightly work", async () => {
        await deleteOld();
        publish("dayPassed");
        if (!learning.isPaused()) analysis.start();
      }),
  });
  let wasPaused = learning.isPaused();
  const noticeEndOfPause = (): void => {
    if (learning.isPaused() !== wasPaused) publish("learningChanged");
    wasPaused = learning.isPaused();
  };
  const everyMinute = createIntervalTimer(MINUTE, () => {
    noticeEndOfPause();
    inBackground("snoozed suggestions", () => postponement.wakeUp());
    // A decision may have failed although the home was connected, because it was too busy to answer.
    if (home.connection().state === "connected") inBackground("catch up", () => review.catchUp());
  });
  return {
    start: () => {
      nightly.start();
      everyMinute.start();
    },
    stop: () => {
      everyMinute.stop();
      nightly.stop();
    },
    nextAnalysis: () => nightly.next(),
  };
}
