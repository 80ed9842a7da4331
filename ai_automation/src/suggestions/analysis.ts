import type { Job, Jobs } from "../jobs/jobs.ts";
import { AppError } from "../model/errors.ts";
import type { Home } from "../model/home.ts";
import type { Suggestion } from "../model/suggestion.ts";
import type { Miner } from "./miner.ts";
import type { SuggestionStore } from "./ports.ts";
import { reconcile } from "./reconcile.ts";

const KIND = "analysis";

/** What an analysis came to; the result of its job. */
export interface AnalysisResult {
  readonly changes: number;
  readonly seconds: number;
  readonly suggestions: number;
  readonly offered: number;
  readonly refreshed: number;
  readonly withdrawn: number;
}

export interface Analysis {
  /** Starts one, or answers the one that runs. Throws AppError not_ready before the home was reached. */
  start(): Job;
  running(): Job | null;
  /** The last one that ended, in this run of the service. */
  last(): Job | null;
}

export function createAnalysis(parts: {
  readonly jobs: Jobs;
  readonly home: Pick<Home, "snapshot">;
  readonly miner: Miner;
  readonly store: SuggestionStore;
  readonly onOffered: (suggestion: Suggestion) => void;
}): Analysis {
  const { jobs, home, miner, store, onOffered } = parts;
  let lastId: string | undefined;
  return {
    start: () => {
      const snapshot = home.snapshot();
      if (snapshot === undefined) {
        throw new AppError(
          "not_ready",
          "Home Assistant has not been reached yet; see GET /api/status, then try again.",
        );
      }
      const job = jobs.start(KIND, async (onProgress): Promise<AnalysisResult> => {
        const input = {
          info: snapshot.info,
          entities: [...snapshot.entities.values()],
          automations: snapshot.automations,
        };
        const { drafts, changes, seconds } = await miner.analyse(input, onProgress);
        const { offered, refreshed, withdrawn } = await reconcile(drafts, store);
        for (const id of offered) {
          const suggestion = await store.find(id);
          if (suggestion !== undefined) onOffered(suggestion);
        }
        return { changes, seconds, suggestions: drafts.length, offered: offered.length, refreshed, withdrawn };
      });
      lastId = job.id;
      return job;
    },
    running: () => jobs.running(KIND) ?? null,
    last: () => {
      const job = lastId === undefined ? undefined : jobs.find(lastId);
      return job === undefined || job.status === "running" ? null : job;
    },
  };
}
