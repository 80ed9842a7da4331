import { createRunReader } from "../archive/automation-runs.ts";
import { createPanelPage } from "../home-assistant/panel-page.ts";
import { NO_POLICY, type FleetPolicy } from "../model/fleet-wire.ts";
import type { Home } from "../model/home.ts";
import { readFleetPolicy } from "../reporting/fleet-policy.ts";
import { createAnalysisStore } from "../store/analysis-store.ts";
import { openRewording } from "../suggestions/asking/rewording.ts";
import { createAnalysisJob, type AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import { createAnalysisSpan } from "../suggestions/finding/analysis-span.ts";
import type { AnalysisStore } from "../suggestions/ports.ts";
import { createHistorySpan } from "../suggestions/showing/history-span.ts";
import type { Common } from "./common.ts";
import { createModel } from "./create-model.ts";
import { createDecisions, type Decisions } from "./decisions.ts";
import type { Data } from "./open-data.ts";
import { createSchedules, type Schedules } from "./schedules.ts";

/** Finding suggestions and deciding about them, on request and by schedule. */
export interface SuggestionParts {
  readonly decisions: Decisions;
  readonly analyses: AnalysisStore;
  readonly analysis: AnalysisJob;
  readonly schedules: Schedules;
  /** The address of the panel in the home's interface, or null. */
  readonly page: () => Promise<string | null>;
}

export async function createSuggestionParts(parts: Common & Data & { readonly home: Home }): Promise<SuggestionParts> {
  const { config, environment, now, inBackground, events, jobs, snapshot, onShutdown } = parts;
  const {
    database,
    keyValues,
    stored,
    store,
    forget,
    learning,
    contradictions,
    watchedHabits,
    miner,
    home,
    identities,
    log,
  } = parts;
  const model = createModel({ config, home, keyValues, now, log });
  onShutdown(async () => model?.stop());
  const rewording = await openRewording({ model, keyValues, snapshot });
  events.on("entitiesMoved", "read the wording again", () => rewording.read());
  const historySpan = createHistorySpan(() => stored.summary());
  const page = config.home.kind === "supervisor" ? createPanelPage(config.home.token) : async () => config.panelUrl;
  const { pauseWhenWrong, maxNewPerWeek } = config;
  const { showPending } = stored;
  const decisions = createDecisions({
    database,
    showPending,
    store,
    home,
    miner,
    model,
    rewording,
    historySpan,
    events,
    renames: identities,
    pauseWhenWrong,
    page,
    now,
    monotonic: environment.monotonic,
    log,
  });
  onShutdown(() => decisions.news.stop());

  const policy = async (): Promise<FleetPolicy> => (config.fleet === null ? NO_POLICY : readFleetPolicy(keyValues));
  const analyses = createAnalysisStore(database);
  const { scoreWatched, outcomes, review, postponement } = decisions;
  const analysis = createAnalysisJob({
    jobs,
    home,
    miner,
    store,
    analyses,
    runs: createRunReader(database, showPending),
    identities,
    contradictions,
    watchedHabits,
    learning,
    span: createAnalysisSpan({ keyValues, history: () => stored.summary(), now }),
    now,
    scoreWatched,
    outcomes,
    maxNewPerWeek,
    policy,
    phones: async () => (config.notify === "mobile" ? home.notices.phones() : []),
    onOffered: async (suggestion) => {
      if (config.home.kind === "simulated") {
        const { decideAsFamily } = await import("../demo/family-decisions.ts");
        await decideAsFamily(suggestion, store, now());
      }
      events.publish("suggestionChanged", (await store.find(suggestion.id)) ?? suggestion);
    },
  });
  events.on("backfillProgressed", "first analysis", async ({ state }) => {
    if (state !== "done") return;
    await decisions.adopt();
    await analysis.startFirst();
  });

  const { analysisTime, retentionDays } = config;
  const schedules = createSchedules({
    analysisTime,
    retentionDays,
    home,
    learning,
    analysis,
    postponement,
    review,
    now,
    monotonic: environment.monotonic,
    log,
    inBackground,
    deleteBefore: (instant) => forget.before(instant),
    publish: events.publish,
  });
  return { decisions, analyses, analysis, schedules, page };
}
