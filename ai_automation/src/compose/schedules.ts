import { createDaily } from "../jobs/daily.ts";
import { createIntervalTimer } from "../jobs/interval.ts";
import { createClock } from "../model/clock.ts";
import type { Home } from "../model/home.ts";
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
  readonly inBackground: InBackground;
}): Schedules {
  const { analysisTime, retentionDays, home, learning, analysis, postponement, review, publish, now, inBackground } =
    parts;
  const nightly = createDaily(analysisTime, {
    now,
    clock: () => {
      const info = home.snapshot()?.info;
      return info === undefined ? undefined : createClock(info.zone);
    },
    work: () =>
      inBackground("nightly work", async () => {
        if (retentionDays > 0) await parts.deleteBefore(now() - retentionDays * DAY);
        publish("dayPassed");
        if (!learning.isPaused()) analysis.start();
      }),
  });
  const everyMinute = createIntervalTimer(MINUTE, () => {
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
