import { homeUnknown } from "../../model/errors.ts";
import type { FleetPolicy } from "../../model/fleet-wire.ts";
import type { Home, HomeInfo, HomeSnapshot } from "../../model/home.ts";
import type { Job, Jobs } from "../../model/job.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { RunReader } from "../history-ports.ts";
import type { Miner } from "../miner.ts";
import type { AnalysisRecord, AnalysisStore, SuggestionStore } from "../ports.ts";
import { phrasesOf } from "../words/languages.ts";
import type { AnalysisSpan } from "./analysis-span.ts";
import type { Contradictions } from "./contradictions.ts";
import { pausedIntervals, type LearningPause } from "./learning-pause.ts";
import { isAllowed } from "./offer-policy.ts";
import { reconcile, type Admission, type Reconciled } from "./reconcile.ts";
import { isRevived, isUnwanted, weeklyLimit } from "./rejections.ts";
import { discounted, type Outcome } from "./track-record.ts";
import { createUndisturbedAnalysis, type AnalysedHome, type AnalysisIdentities } from "./undisturbed-analysis.ts";
import type { WatchedHabits } from "./watched-habits.ts";
import { remainingBudget, remainingThisWeek } from "./weekly-limit.ts";

/** The kind of its jobs. */
export const ANALYSIS_JOB = "analysis";

/** The result of an analysis job. */
interface AnalysisResult {
  readonly changes: number;
  readonly seconds: number;
  readonly suggestions: number;
  readonly offered: number;
  readonly refreshed: number;
  readonly withdrawn: number;
  /** Snake case: a job's result is sent as it is. */
  readonly near_misses: number;
}

export interface AnalysisJob {
  /** Starts a job, or returns the running one. @throws AppError not_ready before the first connection to Home Assistant */
  start(): Job;
  /** Starts a job if none has ever ended. @throws AppError not_ready before the first connection to Home Assistant */
  startFirst(): Promise<void>;
  running(): Job | null;
  /** The last job that ended since the service started. */
  last(): Job | null;
  /** The last successful analysis, also from before a restart, with what was contradicted since. */
  latest(): Promise<AnalysisRecord | undefined>;
}

export function createAnalysisJob(parts: {
  readonly jobs: Jobs;
  readonly home: Pick<Home, "snapshot">;
  readonly miner: Miner;
  readonly store: SuggestionStore;
  readonly analyses: AnalysisStore;
  readonly runs: Pick<RunReader, "changesOfAutomations">;
  readonly contradictions: Contradictions;
  readonly watchedHabits: WatchedHabits;
  readonly span: AnalysisSpan;
  readonly now: Now;
  /** Scores watched suggestions. */
  readonly scoreWatched: (info: HomeInfo) => Promise<void>;
  /** Notify actions of phones, if reminders are to have a button. */
  readonly phones: () => Promise<readonly string[]>;
  readonly learning: Pick<LearningPause, "list">;
  /** Entities that are renamed meanwhile. */
  readonly identities: AnalysisIdentities;
  /** Results of earlier suggestions. */
  readonly outcomes: () => Promise<readonly Outcome[]>;
  readonly maxNewPerWeek: number;
  /** Limits on what is offered, set by those who look after the home. */
  readonly policy: () => Promise<FleetPolicy>;
  readonly onOffered: (suggestion: Suggestion) => Promise<void>;
}): AnalysisJob {
  const { jobs, home, miner, store, analyses, runs, contradictions, watchedHabits, identities, span, now } = parts;
  const { scoreWatched, phones, outcomes, onOffered } = parts;
  let lastId: string | undefined;
  const last = (): Job | null => {
    const job = lastId === undefined ? undefined : jobs.find(lastId);
    return job === undefined || job.status === "running" ? null : job;
  };
  const pauses = () => pausedIntervals(parts.learning);
  const analyse = createUndisturbedAnalysis({ home, miner, runs, identities, contradictions, phones, pauses });
  const storeFindings = async ({ snapshot, output }: AnalysedHome): Promise<Reconciled> => {
    const { drafts, nearMisses, selfActing, obstacle, unusual, changes, interval, seconds } = output;
    const trackRecord = await outcomes();
    const policy = await parts.policy();
    const ranked = drafts.filter((draft) => isAllowed(policy, draft)).map((draft) => discounted(draft, trackRecord));
    const reconciled = await reconcile(ranked, store, await admissionOf(snapshot, policy, parts));
    const history = changes === 0 ? null : interval;
    const suggestions = drafts.length;
    await analyses.save({
      finishedAt: now(),
      changes,
      seconds,
      suggestions,
      history,
      obstacle,
      nearMisses,
      selfActing,
      unusual,
    });
    if (obstacle === null || obstacle.kind === "no_pattern")
      await watchedHabits.settle({
        nearMisses,
        suggestions: await store.all(),
        targets: drafts.flatMap(({ targets }) => targets),
        noLongerSeen: phrasesOf(snapshot.info.language).reasons.noLongerSeen,
      });
    return reconciled;
  };
  const start = (): Job => {
    if (home.snapshot() === undefined) throw homeUnknown();
    const job = jobs.start(ANALYSIS_JOB, async (onProgress, cancelled): Promise<AnalysisResult> => {
      const { snapshot, output, stored } = await span.within((from) =>
        analyse(onProgress, cancelled, from, storeFindings),
      );
      const { offered, refreshed, withdrawn } = stored;
      const { drafts, nearMisses, changes, seconds } = output;
      const suggestions = drafts.length;
      for (const id of offered) {
        const suggestion = await store.find(id);
        if (suggestion !== undefined) await onOffered(suggestion);
      }
      await scoreWatched(snapshot.info);
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
  };
  return {
    start,
    startFirst: async () => {
      if ((await analyses.last()) === undefined && last() === null) start();
    },
    running: () => jobs.running(ANALYSIS_JOB) ?? null,
    last,
    latest: async () => {
      const analysis = await analyses.last();
      return analysis === undefined ? undefined : withContradictions(analysis, contradictions);
    },
  };
}

async function admissionOf(
  { entities }: HomeSnapshot,
  { max_new_per_week }: FleetPolicy,
  {
    store,
    analyses,
    watchedHabits,
    maxNewPerWeek,
    now,
  }: {
    readonly store: SuggestionStore;
    readonly analyses: AnalysisStore;
    readonly watchedHabits: WatchedHabits;
    readonly maxNewPerWeek: number;
    readonly now: Now;
  },
): Promise<Admission> {
  const rejections = await store.rejections();
  // Before the first analysis there can be automations that were adopted or asked for.
  const isFirst = (await analyses.last()) === undefined;
  const earlier = (await store.all()).filter((one) => !isFix(one));
  const budget = remainingBudget(earlier, max_new_per_week, now());
  return {
    limit: Math.min(
      isFirst ? Infinity : remainingThisWeek(earlier, weeklyLimit(maxNewPerWeek, rejections), now()),
      budget,
    ),
    isRevived: (draft, rejected) =>
      isRevived(
        draft,
        rejected,
        rejections.filter(({ suggestionId }) => suggestionId === rejected.id),
        now(),
      ),
    isAwaited: ({ targets }) => budget > 0 && targets.some((target) => watchedHabits.isWatched(target)),
    isWanted: (draft) => !isUnwanted(draft, rejections, (entityId) => entities.get(entityId)?.areaId ?? null),
  };
}

const withContradictions = (analysis: AnalysisRecord, contradictions: Contradictions): AnalysisRecord => ({
  ...analysis,
  selfActing: analysis.selfActing.map((one) => ({ ...one, isContradicted: contradictions.isContradicted(one) })),
});
