import { AppError } from "../model/errors.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import type { Postponement } from "../suggestions/deciding/postponement.ts";
import type { Review } from "../suggestions/deciding/review.ts";
import type { AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { CommandActions } from "./commands.ts";

/** Implements the commands in the service. */
export function createActions(parts: {
  readonly store: Pick<SuggestionStore, "list">;
  readonly analysis: Pick<AnalysisJob, "start">;
  readonly review: Pick<Review, "approve">;
  readonly postponement: Pick<Postponement, "snooze">;
  readonly learning: Pick<LearningPause, "pause" | "resume">;
}): CommandActions {
  const { store, analysis, review, postponement, learning } = parts;
  const requireBest = async (): Promise<number> => {
    const [best] = await pendingSuggestions(store);
    if (best === undefined) throw new AppError("not_found", "No suggestion waits for a decision.");
    return best.id;
  };
  return {
    analyse: async () => void analysis.start(),
    createBest: async () => void (await review.approve(await requireBest())),
    laterBest: async () => void (await postponement.snooze(await requireBest())),
    pauseLearning: (isPaused) => (isPaused ? learning.pause(null) : learning.resume()),
  };
}
