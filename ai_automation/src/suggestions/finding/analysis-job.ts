import type { Job, Jobs } from "../../jobs/jobs.ts";
import type { Home, HomeInfo, HomeSnapshot } from "../../model/home.ts";
import { type Suggestion, isFix } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { Miner } from "../miner.ts";
import type { AnalysisRecord, AnalysisStore, SuggestionStore } from "../ports.ts";
import { discounted, type Outcome } from "./track-record.ts";
import { remainingThisWeek } from "./weekly-limit.ts";
import { comesBack, isUnwanted, roomLeft } from "./rejections.ts";
import { reconcile, type Welcome } from "./reconcile.ts";
import { homeUnknown } from "../../model/errors.ts";

const KIND = "analysis";

/** What an analysis came to; the result of its job. */
export interface AnalysisResult {
  readonly changes: number;
  readonly seconds: number;
  readonly suggestions: number;
  readonly offered: number;
  readonly refreshed: number;
  readonly withdrawn: number;
  /** As on the wire, where the result of a job goes as it is. */
  readonly near_misses: number;
}

export interface AnalysisJob {
  /** Starts one, or answers the one that runs. Throws AppError not_ready before the home was reached. */
  start(): Job;
  running(): Job | null;
  /** The last one that ended, in this run of the service. */
  last(): Job | null;
  /** What the last one that succeeded came to, in this run of the service or before. */
  latest(): Promise<AnalysisRecord | undefined>;
}

export function createAnalysisJob(parts: {
  readonly jobs: Jobs;
  readonly home: Pick<Home, "snapshot">;
  readonly miner: Miner;
  readonly store: SuggestionStore;
  readonly analyses: AnalysisStore;
  readonly now: Now;
  /** Scores what is watched. */
  readonly watching: (info: HomeInfo) => Promise<void>;
  /** Actions that notify phones, where reminders are to come with a button. */
  readonly phones: () => Promise<readonly string[]>;
  /** How former suggestions did. */
  readonly outcomes: () => Promise<readonly Outcome[]>;
  readonly maxNewPerWeek: number;
  readonly onOffered: (suggestion: Suggestion) => void;
}): AnalysisJob {
  const { jobs, home, miner, store, analyses, now, watching, phones, outcomes, maxNewPerWeek, onOffered } = parts;
  let lastId: string | undefined;
  const welcome = async ({ entities }: HomeSnapshot): Promise<Welcome> => {
    const rejections = await store.rejections();
    const known = (await store.all()).filter((one) => !isFix(one));
    return {
      room: remainingThisWeek(known, roomLeft(maxNewPerWeek, rejections), now()),
      isBack: (draft, rejected) =>
        comesBack(
          draft,
          rejected,
          rejections.filter(({ suggestionId }) => suggestionId === rejected.id),
          now(),
        ),
      isWanted: (draft) => !isUnwanted(draft, rejections, (entityId) => entities.get(entityId)?.areaId ?? null),
    };
  };
  return {
    start: () => {
      const snapshot = home.snapshot();
      if (snapshot === undefined) throw homeUnknown();
      const job = jobs.start(KIND, async (onProgress, cancelled): Promise<AnalysisResult> => {
        const input = {
          info: snapshot.info,
          entities: [...snapshot.entities.values()],
          automations: snapshot.automations,
          persons: snapshot.persons,
          phones: await phones(),
        };
        const output = await miner.analyse(input, onProgress, cancelled);
        const { drafts, nearMisses, selfActing, obstacle, changes, interval, seconds } = output;
        const known = await outcomes();
        const judged = drafts.map((draft) => discounted(draft, known));
        const { offered, refreshed, withdrawn } = await reconcile(judged, store, await welcome(snapshot));
        const history = changes === 0 ? null : interval;
        const suggestions = drafts.length;
        await analyses.keep({
          finishedAt: now(),
          changes,
          seconds,
          suggestions,
          history,
          obstacle,
          nearMisses,
          selfActing,
        });
        await watching(snapshot.info);
        for (const id of offered) {
          const suggestion = await store.find(id);
          if (suggestion !== undefined) onOffered(suggestion);
        }
        return {
          changes,
          seconds,
          suggestions,
          offered: offered.length,
          refreshed,
          withdrawn,
          near_misses: nearMisses.length,
        };
      });
      lastId = job.id;
      return job;
    },
    running: () => jobs.running(KIND) ?? null,
    last: () => {
      const job = lastId === undefined ? undefined : jobs.find(lastId);
      return job === undefined || job.status === "running" ? null : job;
    },
    latest: () => analyses.last(),
  };
}
