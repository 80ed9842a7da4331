import type { AddressInfo } from "node:net";
import { join, dirname } from "node:path";
import type { Logger } from "pino";
import { openAccessKeys } from "./access-keys.ts";
import type { Config } from "./config.ts";
import type { Correlation } from "./correlation.ts";
import { createChangeArchive } from "./history/archive/change-archive.ts";
import { createHistoryReader } from "./history/archive/actions.ts";
import { createRunReader } from "./history/archive/automation-runs.ts";
import { createForgetter } from "./history/archive/forget.ts";
import { createHistoryQueries } from "./history/archive/history-queries.ts";
import { createAccess } from "./http/access/access.ts";
import { createApp } from "./http/app.ts";
import { automationWire } from "./http/automation-wire.ts";
import { createEventStream } from "./http/event-stream.ts";
import { readPanelFiles } from "./http/panel-files.ts";
import { closeServer, listen } from "./http/server.ts";
import { connectionWire, backfillWire, jobWire, suggestionWire, type TellSuggestion } from "./http/wire.ts";
import { createImports } from "./imports/imports.ts";
import { createDaily } from "./jobs/daily.ts";
import { createEvery } from "./jobs/every.ts";
import { createJobs } from "./jobs/jobs.ts";
import { createThreadMiner } from "./mining/thread-miner.ts";
import type { ChangeArchive } from "./model/archive.ts";
import { createClock } from "./model/clock.ts";
import type { Home, HomeListener, HomeSnapshot } from "./model/home.ts";
import type { Suggestion } from "./model/suggestion.ts";
import { DAY, MINUTE, SECOND, type Now } from "./model/time.ts";
import { createPrivacy } from "./privacy/privacy.ts";
import { createPrivateArchive } from "./privacy/private-archive.ts";
import { createStatus } from "./status.ts";
import type { Miner } from "./suggestions/miner.ts";
import { migrate, openDatabase } from "./store/connection.ts";
import { createAnalysisStore } from "./store/analysis-store.ts";
import { createExclusionStore } from "./store/exclusion-store.ts";
import { createFindingsForgetter } from "./store/forget-findings.ts";
import { createImportMarks } from "./store/import-marks.ts";
import { createSuggestionStore } from "./store/suggestion-store.ts";
import { createAnalysis } from "./suggestions/analysis.ts";
import { createAutomationList } from "./suggestions/automation-list.ts";
import { createAutomationNews } from "./suggestions/automation-news.ts";
import { createDeployment } from "./suggestions/deployment.ts";
import { createDesk } from "./suggestions/desk.ts";
import { createEvidence } from "./suggestions/evidence.ts";
import { createHistorySpan } from "./suggestions/history-span.ts";
import { createPausing } from "./suggestions/pausing.ts";
import { createPostponement } from "./suggestions/postponement.ts";
import { createReview } from "./suggestions/review.ts";
import { createWatching } from "./suggestions/watching.ts";

export interface Environment {
  readonly version: string;
  readonly openapi: object;
  /** The built panel; where it is missing, only the API is served. */
  readonly panelFolder: string;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly now: Now;
}

export interface Service {
  readonly address: AddressInfo;
  /** Stops in reverse order of starting; may be called again. */
  stop(): Promise<void>;
}

/** What is built differently in tests: the home, and the thread that mines. */
export interface Adapters {
  readonly createHome: (
    config: Config,
    archive: ChangeArchive,
    listener: HomeListener,
    environment: Environment,
  ) => Home | Promise<Home>;
  readonly createMiner: (databasePath: string, logger: Logger) => Miner;
}

const ADAPTERS: Adapters = { createHome, createMiner: createThreadMiner };

/** Requests in flight get this long when the service stops; ten seconds are for all of it. */
const CLOSE_DEADLINE = 3 * SECOND;

/** What an automation did is told together with what happens right after it. */
const NEWS_DELAY = SECOND;

/** Builds and starts the whole service. Whatever was started is stopped again when a later part fails. */
export async function startService(config: Config, environment: Environment, adapters = ADAPTERS): Promise<Service> {
  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(closers, environment.logger));
  try {
    return { address: await start(config, environment, adapters, closers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  environment: Environment,
  adapters: Adapters,
  closers: (() => Promise<void>)[],
): Promise<AddressInfo> {
  const { logger, correlation, now, version, openapi, panelFolder } = environment;
  const database = await openDatabase(config.databasePath);
  closers.push(() => database.destroy());
  await migrate(database);
  const store = createSuggestionStore(database);
  const stored = createChangeArchive(database);
  const followed: ChangeArchive = {
    ...stored,
    record: async (changes, covered, levels, runs = []) => {
      const added = await stored.record(changes, covered, levels, runs);
      news.recorded(changes, runs);
      return added;
    },
  };
  const miner = adapters.createMiner(config.databasePath, logger);
  const queries = createHistoryQueries(database);
  const onForgotten = (): void => {
    stored.forgetNames();
    miner.forget();
  };
  const forget = createForgetter(database, { now, onForgotten });
  const privacy = createPrivacy({
    names: config.exclude,
    exclusions: createExclusionStore(database),
    forget,
    forgetFindings: createFindingsForgetter(database),
    knownEntities: queries.entityIds,
    snapshot: () => home.snapshot(),
  });
  await privacy.start();
  const archive = createPrivateArchive(followed, privacy.excluded);
  const events = createEventStream();
  const jobs = createJobs({
    now,
    log: logger,
    correlation,
    onChange: (job) => events.publish("progress", jobWire(job)),
  });
  let stopImports = (): void => undefined;
  closers.push(async () => {
    stopImports();
    await miner.stop();
    await jobs.settled();
  });

  const listener: HomeListener = {
    onConnection: (connection) => {
      events.publish("status", { home: connectionWire(connection) });
      if (connection.state !== "connected") return;
      inBackground("catch up", () => review.catchUp());
      inBackground("forget what is excluded", async () => void (await privacy.settle()));
    },
    onBackfill: (progress) => {
      events.publish("status", { backfill: backfillWire(progress) });
      if (progress.state !== "done") return;
      news.changed();
      inBackground("first analysis", analyseOnce);
    },
    onAutomations: () => news.changed(),
  };
  const inBackground = (task: string, work: () => Promise<void>): void => {
    work().catch((error: unknown) => logger.error({ err: error, task }, "background task failed"));
  };
  const home = await adapters.createHome(config, archive, listener, environment);
  const deployment = createDeployment({ store, home, now, log: logger });
  const snapshot = (): HomeSnapshot | undefined => home.snapshot();
  const tellSuggestion: TellSuggestion = (suggestion) => {
    const entityId = suggestion.targets[0]?.entityId ?? "";
    return suggestionWire(suggestion, snapshot()?.entities.get(entityId)?.areaName ?? null);
  };
  const publish = (suggestion: Suggestion): void => {
    events.publish("suggestion", tellSuggestion(suggestion));
    news.changed();
  };
  const desk = createDesk({ store, onChange: publish });
  const historySpan = createHistorySpan(() => stored.summary());
  const review = createReview({ desk, store, home, miner, deployment, historySpan });
  const postponement = createPostponement({ desk, store, now });
  const pausing = createPausing({ desk, store, home, now });
  const history = createHistoryReader(database);
  const evidence = createEvidence({ desk, snapshot, history, historySpan, miner, log: logger });
  const automations = createAutomationList({ snapshot, store, runs: createRunReader(database), now });
  const news = createAutomationNews({
    list: automations,
    now,
    log: logger,
    delay: NEWS_DELAY,
    onChange: (automation) => events.publish("automation", automationWire(automation)),
  });
  closers.push(() => news.stop());
  const waking = createEvery(MINUTE, () => inBackground("snoozed suggestions", () => postponement.wakeUp()));
  const analyses = createAnalysisStore(database);
  const watching = createWatching({ desk, store, miner, now, log: logger });
  const analysis = createAnalysis({ jobs, home, miner, store, analyses, now, watching, onOffered: publish });
  const analyseOnce = async (): Promise<void> => {
    const counts = await store.countByStatus();
    const isFirst = Object.values(counts).every((count) => count === 0);
    if (isFirst && analysis.last() === null) analysis.start();
  };
  const nightly = createDaily(config.analysisTime, {
    now,
    clock: () => {
      const info = home.snapshot()?.info;
      return info === undefined ? undefined : createClock(info.zone);
    },
    work: () =>
      inBackground("nightly work", async () => {
        if (config.retentionDays > 0) await forget.before(now() - config.retentionDays * DAY);
        analysis.start();
      }),
  });
  const imports = createImports({
    jobs,
    home,
    archive,
    marks: createImportMarks(database),
    shareFolder: config.shareFolder,
    workFolder: join(dirname(config.databasePath), "imports"),
  });
  stopImports = () => imports.stop();
  const status = createStatus({
    version,
    now,
    home,
    summary: () => stored.summary(),
    countByStatus: () => store.countByStatus(),
    analysis: () => ({ running: analysis.running(), last: analysis.last(), next: nightly.next() }),
  });

  const keys = await openAccessKeys(join(dirname(config.databasePath), "access_keys.json"), logger);
  const access = createAccess({
    ...config,
    apiToken: config.apiToken ?? (config.home.kind === "supervisor" ? keys.apiToken : null),
    isTokenGenerated: config.apiToken === null,
    sessionKey: keys.sessionKey,
    users: home.users,
    now,
    log: logger,
  });
  const app = createApp({
    version,
    openapi,
    logger,
    correlation,
    events,
    status,
    store,
    review,
    postponement,
    pausing,
    evidence,
    automations,
    tellSuggestion,
    analysis,
    jobs,
    imports,
    history: { queries, privacy, snapshot, now, retentionDays: config.retentionDays },
    access,
    panel: readPanelFiles(panelFolder),
    corsOrigins: config.corsOrigins,
  });
  const { server, address } = await listen(app, config.host, config.port);
  closers.push(async () => {
    events.close();
    await closeServer(server, CLOSE_DEADLINE);
  });
  await home.start();
  closers.push(() => home.stop());
  nightly.start();
  closers.push(async () => nightly.stop());
  waking.start();
  closers.push(async () => waking.stop());
  return address;
}

/** Only the kind of home that is asked for is loaded. */
async function createHome(
  config: Config,
  archive: ChangeArchive,
  listener: HomeListener,
  environment: Environment,
): Promise<Home> {
  const { logger: log, now, correlation } = environment;
  const common = { archive, listener, log, now, correlation };
  if (config.home.kind === "simulated") {
    const { createSimulatedHome } = await import("./demo/simulated-home.ts");
    return createSimulatedHome({ ...common, statePath: join(dirname(config.databasePath), "simulated_home.json") });
  }
  const { createHomeAssistant } = await import("./home-assistant/home-assistant.ts");
  const address = config.home.kind === "supervisor" ? SUPERVISOR : { url: config.home.url };
  return createHomeAssistant({
    ...common,
    ...address,
    token: config.home.token,
    serviceAccounts: config.serviceAccounts,
  });
}

/** The Supervisor's proxies to Home Assistant, and Home Assistant itself: newer installations have it on port 80. */
const SUPERVISOR = {
  url: "http://supervisor/core",
  webSocketUrl: "ws://supervisor/core/websocket",
  ownUrls: ["http://homeassistant:8123", "http://homeassistant:80"],
} as const;

async function stopAll(closers: (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error }, "a part did not stop cleanly");
    }
  }
}
